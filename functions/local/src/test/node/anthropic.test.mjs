import assert from "node:assert/strict";
import { test } from "node:test";
import Anthropic, { APIError, AuthenticationError, InternalServerError, NotFoundError } from "@anthropic-ai/sdk";
import { aliases, key, pixel, question, url, weather } from "./tollgate.mjs";

const client = new Anthropic({ baseURL: url, apiKey: key, maxRetries: 0 });
const messages = [{ role: "user", content: question }];
const asked = { max_tokens: 2048, system: "Be brief.", messages };
const tools = [{ name: weather.name, description: weather.description, input_schema: weather.parameters }];
const text = (message) => message.content.filter((it) => it.type === "text").map((it) => it.text).join("");

for (const model of aliases) {
  test(`${model}: a message is answered and counted`, async () => {
    const answer = await client.messages.create({ model, ...asked });
    assert.match(text(answer), /roads/);
    assert.equal(answer.stop_reason, "end_turn");
    assert.ok(answer.usage.input_tokens > 0 && answer.usage.output_tokens > 0);
  });

  test(`${model}: a streamed message says the same`, async () => {
    const answer = await client.messages.stream({ model, ...asked }).finalMessage();
    assert.match(text(answer), /roads/);
    assert.ok(answer.usage.output_tokens > 0);
  });

  for (const streamed of [false, true]) {
    test(`${model}: a tool is called and its result read${streamed ? ", streamed" : ""}`, async () => {
      const ask = (turns) =>
        streamed
          ? client.messages.stream({ model, ...asked, tools, messages: turns }).finalMessage()
          : client.messages.create({ model, ...asked, tools, messages: turns });

      const first = await ask(messages);
      assert.equal(first.stop_reason, "tool_use");
      const call = first.content.find((it) => it.type === "tool_use");
      assert.equal(typeof call.input.city, "string");

      const result = { type: "tool_result", tool_use_id: call.id, content: "sunny, 21 degrees" };
      const second = await ask([
        ...messages,
        { role: "assistant", content: first.content },
        { role: "user", content: [result] },
      ]);
      assert.match(text(second), /sunny/);
    });
  }

  test(`${model}: a picture is taken`, async () => {
    const picture = { type: "image", source: { type: "base64", media_type: "image/png", data: pixel } };
    const content = [picture, { type: "text", text: question }];
    const answer = await client.messages.create({ model, ...asked, messages: [{ role: "user", content }] });
    assert.match(text(answer), /roads/);
  });

  test(`${model}: tokens are counted beforehand`, async () => {
    const count = await client.messages.countTokens({ model, messages });
    assert.ok(count.input_tokens > 0);
  });
}

test("thoughts are shown and taken back", async () => {
  for (const model of ["thinks-anthropic", "thinks-gemini", "thinks-bedrock", "thinks-responses"]) {
    const ask = { model, ...asked, max_tokens: 4096, thinking: { type: "enabled", budget_tokens: 1024 } };
    for (const answer of [await client.messages.create(ask), await client.messages.stream(ask).finalMessage()]) {
      assert.equal(answer.content[0].type, "thinking", model);
      const turns = [...messages, { role: "assistant", content: answer.content }, { role: "user", content: question }];
      assert.match(text(await client.messages.create({ ...ask, messages: turns })), /roads/);
    }
  }
});

test("models are listed", async () => {
  const ids = (await client.models.list({ limit: 1000 })).data.map((it) => it.id);
  assert.ok(aliases.every((alias) => ids.includes(alias)));
});

test("errors have the types that the client has for them", async () => {
  const ask = (model, as = client) => as.messages.create({ model, ...asked });
  await assert.rejects(ask("no-such-alias"), NotFoundError);
  await assert.rejects(ask("via-anthropic", new Anthropic({ baseURL: url, apiKey: "tg_wrong" })), AuthenticationError);
  await assert.rejects(ask("overloaded"), InternalServerError);
});

test("a stream that breaks is an error, never an end", async () => {
  for (const model of ["cut-openai", "cut-anthropic"]) {
    await assert.rejects(client.messages.stream({ model, ...asked }).finalMessage(), APIError);
  }
});
