package dev.tollgate.testkit.sim.dialect;

import java.time.Duration;
import java.util.Optional;

/// A provider's error replies: its envelope, its statuses, its words.
public interface Errors {

    /// The usual error of a status, with the wait it asks for in the provider's own way.
    Reply ofStatus(int status, String model, Optional<Duration> retryAfter);

    /// What has nothing to say but a status and a reason.
    Reply plain(int status, String why);

    /// A request whose field `param` is wrong.
    Reply invalid(String param, String why);

    Reply notJson();

    Reply unknownUrl(String method, String path);

    Reply noKey();

    Reply badKey(String key);

    Reply modelNotFound(String model);

    Reply contextLength(int promptTokens);

    /// Nothing if the provider answers such a prompt with 200: see [Said.Finish#BLOCKED].
    Optional<Reply> contentPolicy();

    Reply quota();
}
