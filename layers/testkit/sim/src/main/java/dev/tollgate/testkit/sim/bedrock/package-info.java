/// Amazon Bedrock's dialect: Converse and its binary stream, the embeddings of Titan and Cohere by
/// InvokeModel, all of them signed.
@NullMarked
package dev.tollgate.testkit.sim.bedrock;

import org.jspecify.annotations.NullMarked;
