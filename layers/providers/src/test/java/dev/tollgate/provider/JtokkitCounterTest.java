package dev.tollgate.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tollgate.usage.TokenCounter;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JtokkitCounterTest {

    /// Counts of OpenAI's own tiktoken, encoding `o200k_base`.
    @ParameterizedTest
    @CsvSource({
        "hello world, 2",
        "'How many roads must a man walk down?', 9",
        "'<|endoftext|>', 7",
    })
    void a_text_is_counted_as_openai_counts_it(String text, long tokens) {
        assertEquals(tokens, new JtokkitCounter().count(text));
    }

    @Test
    void the_tokenizer_is_loaded_by_the_first_count_and_not_before() throws Exception {
        Watching watching = new Watching();
        Constructor<?> constructor =
                watching.loadClass(JtokkitCounter.class.getName()).getDeclaredConstructor();
        constructor.setAccessible(true);
        TokenCounter counter = (TokenCounter) constructor.newInstance();
        assertEquals(List.of(), watching.asked);

        assertEquals(2, counter.count("hello world"));
        assertFalse(watching.asked.isEmpty());
    }

    @Test
    void a_text_beyond_the_bound_has_tokens_in_proportion() {
        String words = "hello world ".repeat(JtokkitCounter.MAX_COUNTED / 12 + 1);
        long counted = new JtokkitCounter().count(words.substring(0, JtokkitCounter.MAX_COUNTED));

        long three =
                new JtokkitCounter()
                        .count(words.repeat(4).substring(0, 3 * JtokkitCounter.MAX_COUNTED));
        assertEquals(3 * counted, three);
    }

    /// Loads the counter anew, and notes what it asks for of the tokenizer.
    private static final class Watching extends ClassLoader {
        final List<String> asked = new ArrayList<>();

        Watching() {
            super(JtokkitCounterTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith(JtokkitCounter.class.getName())) {
                Class<?> known = findLoadedClass(name);
                return known == null ? define(name) : known;
            }
            if (name.startsWith("com.knuddels.")) {
                asked.add(name);
            }
            return super.loadClass(name, resolve);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String file = "/" + name.replace('.', '/') + ".class";
            try (InputStream in =
                    Objects.requireNonNull(JtokkitCounterTest.class.getResourceAsStream(file))) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
