/// OpenAI's chat completions and embeddings, as callers speak them. Source: OpenAI API reference.
@NullMarked
package dev.tollgate.dialect.chat;

import org.jspecify.annotations.NullMarked;
