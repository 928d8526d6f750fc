package dev.tollgate.function.admin;

import dev.tollgate.api.ApiError;
import dev.tollgate.api.Tags;
import dev.tollgate.http.Headers;
import dev.tollgate.identity.Authenticator;
import dev.tollgate.identity.KeyHash;
import dev.tollgate.identity.Principal;
import dev.tollgate.identity.Role;
import dev.tollgate.identity.Secret;
import dev.tollgate.identity.Secrets;
import java.util.Set;
import java.util.function.Supplier;

/// Lets in the deployment's own admin key, with which the first keys are made, and virtual keys of the role `admin`.
///
/// @param adminKey asked anew each time, so that a rotated key counts
record AdminAuthenticator(Supplier<Secret> adminKey, Authenticator virtualKeys) {
    private static final Principal ADMIN =
            new Principal("admin", "admin", Set.of(Role.ADMIN), Tags.none(), Set.of());

    /// @throws ApiError 401 if there is no valid key, 403 if it lacks the role
    /// @throws Secrets.Unavailable if the admin key can't be had
    Principal authenticate(Headers headers) {
        KeyHash presented = KeyHash.of(Authenticator.presentedKey(headers));
        if (KeyHash.of(adminKey.get().reveal()).matches(presented)) {
            return ADMIN;
        }
        Principal principal = virtualKeys.authenticate(headers);
        principal.require(Role.ADMIN);
        return principal;
    }
}
