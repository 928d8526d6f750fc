import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI, { APIError, AuthenticationError, InternalServerError, NotFoundError } from "openai";
import { aliases, key, pixel, question, url, weather } from "./tollgate.mjs";

const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const messages = [
  { role: "system", content: "Be brief." },
  { role: "user", content: question },
];
const tools = [{ type: "function", function: weather }];

for (const model of aliases) {
  test(`${model}: a chat is answered and counted`, async () => {
    const answer = await client.chat.completions.create({ model, messages });
    assert.match(answer.choices[0].message.content, /roads/);
    assert.equal(answer.choices[0].finish_reason, "stop");
    assert.ok(answer.usage.prompt_tokens > 0 && answer.usage.completion_tokens > 0);
  });

  test(`${model}: a streamed chat says the same`, async () => {
    const stream = client.chat.completions.stream({ model, messages, stream_options: { include_usage: true } });
    const answer = await stream.finalChatCompletion();
    assert.match(answer.choices[0].message.content, /roads/);
    assert.ok((await stream.totalUsage()).completion_tokens > 0);
  });

  for (const streamed of [false, true]) {
    test(`${model}: a tool is called and its result read${streamed ? ", streamed" : ""}`, async () => {
      const ask = async (asked) =>
        streamed
          ? (await client.chat.completions.stream({ model, tools, messages: asked }).finalChatCompletion()).choices[0]
          : (await client.chat.completions.create({ model, tools, messages: asked })).choices[0];

      const first = await ask(messages);
      assert.equal(first.finish_reason, "tool_calls");
      const [call] = first.message.tool_calls;
      assert.equal(call.function.name, "get_weather");
      assert.equal(typeof JSON.parse(call.function.arguments).city, "string");

      const second = await ask([...messages, first.message, { role: "tool", tool_call_id: call.id, content: "sunny, 21 degrees" }]);
      assert.match(second.message.content, /sunny/);
    });
  }

  test(`${model}: an answer keeps to a schema`, async () => {
    const answer = await client.chat.completions.create({
      model,
      messages,
      response_format: { type: "json_schema", json_schema: { name: "answer", strict: true, schema: weather.parameters } },
    });
    assert.equal(typeof JSON.parse(answer.choices[0].message.content).city, "string");
  });

  test(`${model}: a picture is taken`, async () => {
    const picture = { type: "image_url", image_url: { url: `data:image/png;base64,${pixel}` } };
    const answer = await client.chat.completions.create({
      model,
      messages: [{ role: "user", content: [{ type: "text", text: question }, picture] }],
    });
    assert.match(answer.choices[0].message.content, /roads/);
  });

  test(`${model}: the responses API answers, whole and streamed`, async () => {
    const whole = await client.responses.create({ model, input: question, instructions: "Be brief." });
    assert.match(whole.output_text, /roads/);
    assert.equal(whole.status, "completed");
    assert.ok(whole.usage.output_tokens > 0);

    const streamed = await client.responses.stream({ model, input: question }).finalResponse();
    assert.match(streamed.output.find((item) => item.type === "message").content[0].text, /roads/);
  });

  test(`${model}: the responses API calls a tool and reads its result`, async () => {
    const flat = [{ type: "function", strict: true, ...weather }];
    const first = await client.responses.create({ model, input: question, tools: flat });
    const call = first.output.find((item) => item.type === "function_call");
    assert.equal(typeof JSON.parse(call.arguments).city, "string");

    const input = [
      { role: "user", content: question },
      ...first.output,
      { type: "function_call_output", call_id: call.call_id, output: "sunny, 21 degrees" },
    ];
    const second = await client.responses.create({ model, input, tools: flat });
    assert.match(second.output_text, /sunny/);
  });
}

test("embeddings are made by every provider that has them", async () => {
  for (const model of ["embed-openai", "embed-azure", "embed-gemini", "embed-vertex", "embed-bedrock"]) {
    const answer = await client.embeddings.create({ model, input: "a text" });
    assert.ok(answer.data[0].embedding.length > 0, model);
  }
});

test("models are listed", async () => {
  const ids = (await client.models.list()).data.map((it) => it.id);
  assert.ok(aliases.every((alias) => ids.includes(alias)));
});

test("errors have the types that the client has for them", async () => {
  const ask = (model, as = client) => as.chat.completions.create({ model, messages });
  await assert.rejects(ask("no-such-alias"), NotFoundError);
  await assert.rejects(ask("via-openai", new OpenAI({ baseURL: `${url}/v1`, apiKey: "tg_wrong" })), AuthenticationError);
  await assert.rejects(ask("overloaded"), InternalServerError);
});

test("a stream that breaks is an error, never an end", async () => {
  for (const model of ["cut-openai", "cut-anthropic"]) {
    const stream = await client.chat.completions.create({ model, messages, stream: true });
    await assert.rejects(async () => {
      for await (const chunk of stream) assert.ok(chunk.choices);
    }, APIError);
  }
});

test("the responses API is stateless, and says so", async () => {
  await assert.rejects(
    client.responses.create({ model: "via-openai", input: question, previous_response_id: "resp_1" }),
    /stateless/,
  );
});
