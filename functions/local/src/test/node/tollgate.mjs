// Where the server under test is, and the aliases of its catalogue: one for each provider dialect.
export const url = process.env.TOLLGATE_URL;
export const key = process.env.TOLLGATE_KEY;

export const aliases = ["via-openai", "via-responses", "via-anthropic", "via-gemini", "via-vertex", "via-azure", "via-bedrock"];

export const question = "How many roads must a man walk down?";

export const weather = {
  name: "get_weather",
  description: "The weather in a city",
  parameters: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: false,
  },
};

// A picture of one pixel.
export const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
