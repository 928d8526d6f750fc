package dev.tollgate.dialect.messages;

import dev.tollgate.conversation.Vocabulary;

/// What [MessagesRequest] reads into a prompt in full. Left out, as it is lost in part: how the model is to think, its thoughts, citations, blocks and
/// tools of Anthropic's own.
final class MessagesWords {
    static final Vocabulary ALL =
            Vocabulary.of(
                    """
                    headers: anthropic-version=2023-06-01
                    request: messages system max_tokens temperature top_p top_k stop_sequences tools tool_choice output_config service_tier=auto
                    system(text): type text cache_control
                    system.cache_control(ephemeral): type ttl
                    messages(user|assistant|system): role content
                    messages.content(text): type text cache_control
                    messages.content(image): type source cache_control
                    messages.content(document): type source title cache_control
                    messages.content.source(base64): type media_type data
                    messages.content.source(text): type media_type=text/plain data
                    messages.content.source(url): type url
                    messages.content.source(file): type file_id
                    messages.content(tool_use): type id name input* cache_control
                    messages.content(tool_result): type tool_use_id content is_error cache_control
                    messages.content.content(text): type text cache_control
                    messages.content.content(image): type source cache_control
                    messages.content.content.source(base64): type media_type data
                    messages.content.content.source(url): type url
                    messages.content.content.cache_control(ephemeral): type ttl
                    messages.content.cache_control(ephemeral): type ttl
                    tools: name description input_schema* strict
                    tools(custom): type name description input_schema* strict
                    tool_choice(auto|any): type disable_parallel_tool_use
                    tool_choice(none): type
                    tool_choice(tool): type name disable_parallel_tool_use
                    output_config: effort format
                    output_config.format(json_schema): type schema*
                    """);

    private MessagesWords() {}
}
