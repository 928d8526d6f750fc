package dev.tollgate.conversation;

import java.util.List;

/// Something said by one side. Results of tools are said by the user.
public record Message(Role role, List<Part> parts) {

    public Message {
        parts = List.copyOf(parts);
    }

    public static Message of(Role role, String text) {
        return new Message(role, List.of(Part.Text.of(text)));
    }

    /// Who says it.
    public enum Role {
        /// The application: what holds for the whole conversation.
        SYSTEM,
        USER,
        ASSISTANT
    }
}
