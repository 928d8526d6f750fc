package dev.tollgate.provider.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Prompt;
import dev.tollgate.http.EventReader;
import dev.tollgate.http.Headers;
import dev.tollgate.http.JsonBody;
import dev.tollgate.routing.Call;
import dev.tollgate.routing.Failure;
import dev.tollgate.routing.ModelFacts;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// How a provider's API holds conversations: pure translation between its JSON and ours.
public interface Wire {
    Tongue tongue();

    /// Fits a prompt to what a certain model takes, beyond what [Carriage] says of the wire: features that exclude each other, for one.
    ///
    /// @throws Untranslatable if something that the model does not take can't be left out
    default Fitted fit(Prompt prompt, String model, ModelFacts facts) {
        return new Fitted(prompt, List.of());
    }

    /// The request for a prompt that [Carriage] and [#fit] have left nothing in that can't be sent.
    ObjectNode request(Prompt prompt, String model, boolean streamed, ModelFacts facts);

    /// The request for a caller who speaks this wire: as sent, but for what must be ours.
    ///
    /// A wire that no caller's language is named after is never asked, and leaves this as it is.
    default Outbound pass(JsonBody body, String model, boolean streamed) {
        throw new IllegalStateException("no caller speaks '" + tongue().written() + "'");
    }

    /// A whole answer, known to be no error.
    ///
    /// @throws Unreadable if it is none
    Completion completion(JsonNode answer) throws Unreadable;

    /// Whether a completion tells all that a whole answer says. Not if it holds several choices, or the probabilities of tokens: only the bytes tell that.
    default boolean tellsAll(JsonNode answer) {
        return true;
    }

    /// Reads the events of one streamed answer.
    StreamReader reader(Call call);

    /// Cuts a streamed answer into events.
    default EventSource events(InputStream body) {
        return new EventReader(body)::next;
    }

    /// What a reply with an error status means.
    Failure failure(int status, Headers headers, byte[] body);

    /// What is wrong with an answer, or an event, that is an error for all its status of 200.
    Optional<Failure> failureIn(JsonNode answer);

    /// An answer that is not what the API's documentation says. The message quotes nothing of it.
    final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unreadable(String message) {
            super(message, null, false, false);
        }
    }
}
