package dev.tollgate.api;

import dev.tollgate.config.Bounds;
import dev.tollgate.http.JsonBody;
import dev.tollgate.http.Request;
import java.io.IOException;

/// Reads a request's body within its bounds.
public final class RequestBody {
    private RequestBody() {}

    /// @throws ApiError 413 if it is too large, 415 if it is encoded
    public static byte[] bytes(Request request) throws IOException {
        request.headers()
                .first("content-encoding")
                .filter(encoding -> !encoding.equalsIgnoreCase("identity"))
                .ifPresent(encoding -> {
                    throw ApiError.unsupportedMediaType(
                            "content-encoding '" + encoding + "': send the body unencoded.");
                });
        byte[] bytes = request.body().read(Bounds.MAX_BODY_BYTES);
        if (bytes.length > Bounds.MAX_BODY_BYTES) {
            throw ApiError.bodyTooLarge(Bounds.MAX_BODY_BYTES);
        }
        return bytes;
    }

    /// @throws ApiError as [#bytes], and 400 naming the place if it is no JSON object
    public static JsonBody json(Request request) throws IOException {
        try {
            return JsonBody.parse(bytes(request));
        } catch (JsonBody.Malformed e) {
            throw ApiError.malformed("The body is malformed JSON: " + e.reason());
        }
    }
}
