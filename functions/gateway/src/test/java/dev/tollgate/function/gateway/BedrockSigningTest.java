package dev.tollgate.function.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tollgate.aws.signing.RoleSigner;
import dev.tollgate.catalog.ProviderSpec;
import dev.tollgate.config.Bounds;
import dev.tollgate.config.Deadline;
import dev.tollgate.config.Timing;
import dev.tollgate.conversation.Ask;
import dev.tollgate.dialect.chat.ChatDialect;
import dev.tollgate.http.JsonBody;
import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import dev.tollgate.provider.Providers;
import dev.tollgate.provider.transport.Transports;
import dev.tollgate.routing.Answer.Next;
import dev.tollgate.routing.Answer.Streamed;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Call.Operation;
import dev.tollgate.routing.Failure.Kind;
import dev.tollgate.routing.ModelFacts;
import dev.tollgate.routing.Outcome;
import dev.tollgate.routing.Outcome.Answered;
import dev.tollgate.routing.Outcome.Failed;
import dev.tollgate.routing.Target;
import dev.tollgate.telemetry.Telemetry;
import dev.tollgate.testkit.sim.SimulatedProvider;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Requests to Bedrock over real sockets, signed by the SDK's signer and checked by a simulator that computes signatures by itself.
class BedrockSigningTest {
    private static final AwsCredentials KNOWN =
            AwsBasicCredentials.create("AKIDSIMULATED", "sim-secret");
    private static final String CHAT = "{'messages':[{'role':'user','content':'hello there'}]}";

    private final SimulatedProvider simulated = SimulatedProvider.start();
    private final Transports transports = Transports.create();

    @AfterEach
    void stop() {
        transports.close();
        simulated.close();
    }

    private static final class NoSecrets implements Secrets {
        @Override
        public Secret read(String name) {
            throw new IllegalStateException("nobody asks for " + name);
        }

        @Override
        public Secret readAgain(String name) {
            return read(name);
        }
    }

    private Outcome send(
            AwsCredentials credentials,
            Clock signing,
            Operation operation,
            String model,
            String json,
            boolean streamed)
            throws JsonBody.Malformed {
        Timing timing = new Timing(Clock.systemUTC(), Thread::sleep, new SecureRandom());
        ProviderSpec spec =
                new ProviderSpec(
                        "aws",
                        "bedrock",
                        Optional.of(simulated.origin()),
                        Optional.empty(),
                        true,
                        "bedrock",
                        Map.of("region", "us-east-1"));
        JsonBody body = JsonBody.parse(json.replace('\'', '"').getBytes(UTF_8));
        Call call =
                new Call(
                        "req_test",
                        operation,
                        new Ask(new ChatDialect(), body, streamed, timing.now()),
                        Deadline.in(Bounds.MAX_DEADLINE, timing.now()));
        return new Providers(
                        transports,
                        new NoSecrets(),
                        new RoleSigner(StaticCredentialsProvider.create(credentials), signing),
                        Providers.byTokenizer(),
                        timing,
                        Telemetry.silent())
                .connect(spec, new Target("aws", model), ModelFacts.UNKNOWN)
                .send(call);
    }

    private Outcome chat(AwsCredentials credentials, Clock signing) throws JsonBody.Malformed {
        return send(credentials, signing, Operation.CHAT, "ok", CHAT, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ok",
                "us.amazon.nova-lite-v1:0",
                "arn:aws:bedrock:us-east-1:1:inference-profile/us.m-v1:0"
            })
    void a_signed_call_is_answered_whatever_its_model_is_called(String model)
            throws JsonBody.Malformed {
        assertInstanceOf(
                Answered.class, send(KNOWN, Clock.systemUTC(), Operation.CHAT, model, CHAT, false));
    }

    @Test
    void a_streamed_call_is_answered_to_its_end() throws JsonBody.Malformed {
        Outcome outcome = send(KNOWN, Clock.systemUTC(), Operation.CHAT, "ok", CHAT, true);

        try (Streamed stream = (Streamed) assertInstanceOf(Answered.class, outcome).answer()) {
            Next next = stream.next();
            while (next instanceof Next.Piece) {
                next = stream.next();
            }
            assertInstanceOf(Next.End.class, next);
            assertEquals(false, stream.summary().usage().estimated());
        }
    }

    @Test
    void embeddings_are_signed_too() throws JsonBody.Malformed {
        assertInstanceOf(
                Answered.class,
                send(
                        KNOWN,
                        Clock.systemUTC(),
                        Operation.EMBEDDINGS,
                        "amazon.titan-embed-text-v2:0",
                        "{'input':'hello'}",
                        false));
    }

    @Test
    void a_roles_session_token_is_part_of_it() throws JsonBody.Malformed {
        AwsCredentials role = AwsSessionCredentials.create("AKIDSIMULATED", "sim-secret", "token");

        assertInstanceOf(Answered.class, chat(role, Clock.systemUTC()));
    }

    @Test
    void another_secret_or_another_hour_is_refused() throws JsonBody.Malformed {
        AwsCredentials wrong = AwsBasicCredentials.create("AKIDSIMULATED", "another");
        Clock late = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));

        for (Outcome outcome : new Outcome[] {chat(wrong, Clock.systemUTC()), chat(KNOWN, late)}) {
            assertEquals(Kind.AUTH, assertInstanceOf(Failed.class, outcome).failure().kind());
        }
    }
}
