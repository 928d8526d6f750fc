package dev.tollgate.function.local;

import dev.tollgate.Stores;
import dev.tollgate.catalog.CatalogReader;
import dev.tollgate.catalog.InvalidCatalog;
import dev.tollgate.config.Timing;
import dev.tollgate.dialect.chat.ChatDialect;
import dev.tollgate.function.admin.CatalogEdits;
import dev.tollgate.function.admin.KeyMint;
import dev.tollgate.http.Service;
import dev.tollgate.provider.BuiltInPrices;
import dev.tollgate.provider.transport.Transports;
import dev.tollgate.testkit.sim.SimulatedProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// A running Tollgate: its services, the stores behind them, and what else it takes on one machine.
public final class LocalServer implements AutoCloseable {
    private final Resources resources;
    private final Announcement announcement;

    private LocalServer(Resources resources, Announcement announcement) {
        this.resources = resources;
        this.announcement = announcement;
    }

    /// Starts what a command line asks for, and returns once it serves.
    ///
    /// @throws NotStarted if that did not work; then nothing is left running
    public static LocalServer start(String... args) throws NotStarted {
        return start(Wiring.environment(), args);
    }

    /// The same in an environment of the caller's.
    public static LocalServer start(Map<String, String> environment, String... args)
            throws NotStarted {
        return start(Arguments.parse(args), environment, System.err::println);
    }

    /// @param report takes what is to be known while it runs
    static LocalServer start(
            Options options, Map<String, String> environment, Consumer<String> report)
            throws NotStarted {
        Resources resources = new Resources();
        try {
            return start(options, environment, report, resources);
        } catch (InvalidCatalog invalid) {
            throw closing(
                    resources,
                    NotStarted.MISUSED,
                    options.catalog().map(Path::toString).orElse("the catalogue")
                            + " can't be used:\n"
                            + lines(invalid));
        } catch (UnknownHostException e) {
            throw closing(resources, NotStarted.MISUSED, "there is no host " + options.host());
        } catch (NoSuchFileException e) {
            throw closing(resources, NotStarted.MISUSED, "there is no file " + e.getFile());
        } catch (IOException | RuntimeException e) {
            throw closing(resources, NotStarted.FAILED, "could not start: " + causes(e));
        }
    }

    private static LocalServer start(
            Options options,
            Map<String, String> environment,
            Consumer<String> report,
            Resources resources)
            throws IOException {
        Timing timing = Wiring.timing();
        Wiring.Opened opened = Wiring.open(options, resources);
        Stores stores = opened.stores();

        LocalKeys keys = new LocalKeys(stores.keys(), timing, new KeyMint(new SecureRandom()));
        Optional<String> key = options.key().or(() -> keys.mintFor(options.store()));
        key.ifPresent(keys::put);
        String adminKey = options.adminKey().orElseGet(keys::mint);

        CatalogReader reader = Wiring.reader(options);
        CatalogSource catalog =
                new CatalogSource(
                        reader,
                        stores.catalogs(),
                        new CatalogEdits(stores.catalogs(), reader, BuiltInPrices.load(), timing),
                        report);
        Optional<SimulatedProvider> simulated = simulated(options).map(resources::add);
        if (options.catalog().isPresent()) {
            CatalogFileWatch watch =
                    new CatalogFileWatch(options.catalog().get(), catalog::publish, report);
            watch.first();
            Thread watching = Thread.ofVirtual().start(() -> watch.watch(timing.sleeper()));
            resources.add(watching::interrupt);
        } else if (simulated.isPresent()) {
            catalog.publish(DemoCatalog.of(simulated.get().origin(), environment));
        }

        Service services =
                Wiring.services(
                        stores,
                        Wiring.pump(opened, timing, resources),
                        resources.add(Transports.create()),
                        Wiring.secrets(options, environment, resources),
                        Wiring.signer(environment, timing),
                        adminKey,
                        reader,
                        timing);
        HttpFront front =
                resources.add(
                        HttpFront.start(
                                options.host(),
                                options.port(),
                                services,
                                new ChatDialect(),
                                timing));
        return new LocalServer(
                resources,
                new Announcement(
                        "http://" + options.host() + ":" + front.port(),
                        key,
                        adminKey,
                        options.adminKey().isEmpty(),
                        catalog.alias()));
    }

    /// With the demo catalogue on any port; with another catalogue only where one is named.
    private static Optional<SimulatedProvider> simulated(Options options) {
        boolean demo = options.catalog().isEmpty() && options.store().onThisMachine();
        return options.simPort()
                .or(() -> demo ? Optional.of(0) : Optional.empty())
                .map(SimulatedProvider::start);
    }

    /// Where it serves.
    public URI address() {
        return URI.create(announcement.address());
    }

    /// A key with the roles `app` and `report` in the team `local`.
    public String key() {
        return announcement.key().orElseThrow();
    }

    /// A key with the role `admin`.
    public String adminKey() {
        return announcement.adminKey();
    }

    /// What to tell people, line by line; the last is `ready` and the address.
    public List<String> announcement() {
        return announcement.lines();
    }

    /// Stops listening, lets calls under way end for ten seconds at most, and closes everything.
    @Override
    public void close() {
        resources.close();
    }

    private static NotStarted closing(Resources resources, int status, String message) {
        resources.close();
        return new NotStarted(status, message);
    }

    private static String lines(InvalidCatalog invalid) {
        return invalid.problems().stream()
                .map(problem -> "  " + problem)
                .collect(Collectors.joining("\n"));
    }

    private static String causes(Throwable e) {
        StringBuilder chain = new StringBuilder();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            boolean wrapper = cause instanceof UncheckedIOException && cause.getCause() != null;
            if (!wrapper) {
                chain.append(chain.isEmpty() ? "" : ": ").append(cause.getMessage());
            }
        }
        return chain.toString();
    }
}
