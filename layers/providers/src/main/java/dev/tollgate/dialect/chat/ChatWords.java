package dev.tollgate.dialect.chat;

import dev.tollgate.conversation.Vocabulary;

/// What [ChatRequest] reads into a prompt in full. Left out, as it is lost in part: names of speakers, audio given back, thoughts, functions as
/// they were before there were tools, tools that are no functions, and choices among several.
final class ChatWords {
    static final Vocabulary ALL =
            Vocabulary.of(
                    """
                    request: messages max_completion_tokens max_tokens temperature top_p top_k stop seed presence_penalty frequency_penalty \
                    tools tool_choice parallel_tool_calls response_format reasoning_effort n=1 logprobs=false store=false
                    messages(system|developer|user): role content
                    messages(assistant): role content refusal tool_calls
                    messages(tool): role content tool_call_id
                    messages.content(text): type text cache_control
                    messages.content(refusal): type refusal
                    messages.content(image_url): type image_url cache_control
                    messages.content.image_url: url detail
                    messages.content(input_audio): type input_audio
                    messages.content.input_audio: data format
                    messages.content(file): type file
                    messages.content.file: file_data filename
                    messages.content.cache_control(ephemeral): type ttl
                    messages.tool_calls(function): id type function
                    messages.tool_calls.function: name arguments
                    tools(function): type function
                    tools.function: name description parameters* strict
                    tool_choice(function): type function
                    tool_choice.function: name
                    response_format(text|json_object): type
                    response_format(json_schema): type json_schema
                    response_format.json_schema: name description schema* strict
                    """);

    private ChatWords() {}
}
