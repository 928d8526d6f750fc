package dev.tollgate.function.local;

import dev.tollgate.rollup.RollupStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.random.RandomGenerator;

/// A store whose caller ends now and then, before or after a call of it; or somebody else comes between.
final class CrashingStore {
    private static final int ONE_IN = 12;

    private static final int ANOTHER_ONE_IN = 15;

    private final RollupStore store;
    private final RandomGenerator random;
    private final Runnable another;
    private boolean calm;
    private boolean nested;
    private long crashes;

    /// A caller's end.
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// @param another what may come between two calls
    CrashingStore(RollupStore store, RandomGenerator random, Runnable another) {
        this.random = random;
        this.another = another;
        this.store =
                (RollupStore)
                        Proxy.newProxyInstance(
                                RollupStore.class.getClassLoader(),
                                new Class<?>[] {RollupStore.class},
                                (_, method, arguments) -> {
                                    perhapsCrash();
                                    try {
                                        Object answer = method.invoke(store, arguments);
                                        perhapsCrash();
                                        return answer;
                                    } catch (InvocationTargetException e) {
                                        throw e.getCause();
                                    }
                                });
    }

    RollupStore store() {
        return store;
    }

    private void perhapsCrash() {
        if (!calm && !nested && random.nextInt(ANOTHER_ONE_IN) == 0) {
            nested = true;
            another.run();
            nested = false;
        }
        if (!calm && random.nextInt(2 * ONE_IN) == 0) {
            crashes++;
            throw new Crash();
        }
    }

    /// From now on, all goes well.
    void calm() {
        calm = true;
    }

    long crashes() {
        return crashes;
    }
}
