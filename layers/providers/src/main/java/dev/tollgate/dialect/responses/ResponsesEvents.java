package dev.tollgate.dialect.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.conversation.Ask;
import dev.tollgate.conversation.Assembly;
import dev.tollgate.conversation.Chunk;
import dev.tollgate.conversation.Completion;
import dev.tollgate.conversation.Completion.Finish;
import dev.tollgate.conversation.Language.EventWriter;
import dev.tollgate.conversation.Part;
import dev.tollgate.conversation.Part.Citation;
import dev.tollgate.conversation.Part.Signature;
import dev.tollgate.http.Json;
import dev.tollgate.usage.Usage;
import java.util.Optional;

/// A streamed answer as events of a response; the last one holds all of it. A whole answer is what its stream would end with.
final class ResponsesEvents implements EventWriter {
    private final EventLog log = new EventLog();
    private final Ask ask;
    private final boolean encryptedIsAsked;
    private ResponseObject response;
    private OutputItems items;
    private Optional<MessageItem> message = Optional.empty();
    private Optional<Piece> open = Optional.empty();
    private Finish finish = Finish.STOP;
    private Optional<Usage> usage = Optional.empty();

    ResponsesEvents(Ask ask) {
        Chunk.Start nothing = new Chunk.Start("", "");
        this.ask = ask;
        this.encryptedIsAsked = ResponsesDialect.encryptedIsAsked(ask.body());
        this.items = new OutputItems(log, nothing, ask.at());
        this.response = new ResponseObject(ask, nothing, items.responseId());
    }

    static ObjectNode whole(Completion answer, Ask ask) {
        ResponsesEvents events = new ResponsesEvents(ask);
        Assembly.chunks(answer).forEach(events::write);
        return events.response();
    }

    @Override
    public byte[] write(Chunk chunk) {
        switch (chunk) {
            case Chunk.Start it -> start(it);
            case Chunk.Open(Part part) -> open(part);
            case Chunk.More(String text) -> open.ifPresent(it -> it.say(text));
            case Chunk.Signed(Signature signature) -> open.ifPresent(it -> it.sign(signature));
            case Chunk.Cited(Citation citation) -> open.ifPresent(it -> it.cite(citation));
            case Chunk.Close() -> close();
            case Chunk.Counted(Usage counted) -> usage = Optional.of(counted);
            case Chunk.Finished(Finish reason, _) -> {
                close();
                finish = reason;
                endMessage(ResponseObject.status(reason));
            }
        }
        return log.take();
    }

    @Override
    public byte[] end() {
        close();
        endMessage(ResponseObject.status(finish));
        log.add(ResponseObject.status(finish), Json.object().set("response", response()));
        return log.take();
    }

    private ObjectNode response() {
        return response.ended(items.done(), finish, usage);
    }

    private void start(Chunk.Start start) {
        items = new OutputItems(log, start, ask.at());
        response = new ResponseObject(ask, start, items.responseId());
        log.add("created", Json.object().set("response", response.begun()));
        log.add("in_progress", Json.object().set("response", response.begun()));
    }

    private void open(Part part) {
        close();
        switch (part) {
            case Part.Text it -> {
                Piece text = opened(message().text(), it.text());
                it.citations().forEach(text::cite);
            }
            case Part.Refusal it -> opened(message().refusal(), it.text());
            case Part.Thinking it -> {
                endMessage("completed");
                Piece thought = opened(new ThoughtPiece(items, encryptedIsAsked), it.text());
                it.signature().ifPresent(thought::sign);
            }
            case Part.ToolCall it -> {
                endMessage("completed");
                opened(new CallPiece(items, it), "");
            }
            case Part.Foreign it -> {
                endMessage("completed");
                ObjectNode item = it.content().deepCopy();
                items.begin(item);
                items.end(item);
            }
            case Part.Image _, Part.File _, Part.Audio _, Part.ToolResult _, Part.CachePoint _ -> {
                // no model answers with these in a language other than its own: see Carriage
            }
        }
    }

    private Piece opened(Piece piece, String text) {
        open = Optional.of(piece);
        piece.say(text);
        return piece;
    }

    private MessageItem message() {
        MessageItem going = message.orElseGet(() -> new MessageItem(items));
        message = Optional.of(going);
        return going;
    }

    private void close() {
        open.ifPresent(Piece::close);
        open = Optional.empty();
    }

    private void endMessage(String status) {
        message.ifPresent(it -> it.end(status));
        message = Optional.empty();
    }
}
