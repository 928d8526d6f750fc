package dev.tollgate.dialect.responses;

import dev.tollgate.conversation.Vocabulary;

/// What [ResponsesRequest] reads into a prompt in full, or what changes only how much of the answer is shown (`include`). Left out, as it is lost
/// in part: items that were given back with their ids and states, reasoning, and tools that are no functions.
final class ResponsesWords {
    static final Vocabulary ALL =
            Vocabulary.of(
                    """
                    request: input instructions include max_output_tokens temperature top_p tools tool_choice parallel_tool_calls text reasoning \
                    store=false background=false truncation=disabled top_logprobs=0
                    input(system|developer|user|assistant): role content
                    input(message): type role content
                    input(function_call): type call_id name arguments
                    input(function_call_output): type call_id output
                    input.content(input_text|output_text|text): type text
                    input.content(refusal): type refusal
                    input.content(input_image): type image_url detail
                    input.content(input_file): type file_data filename
                    input.content(input_audio): type input_audio
                    input.content.input_audio: data format
                    input.output(input_text|output_text|text): type text
                    input.output(input_image): type image_url detail
                    tools(function): type name description parameters* strict
                    tool_choice(function): type name
                    text: format
                    text.format(text|json_object): type
                    text.format(json_schema): type name description schema* strict
                    reasoning: effort
                    """);

    private ResponsesWords() {}
}
