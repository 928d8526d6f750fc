package dev.tollgate.identity;

import dev.tollgate.api.ApiError;
import dev.tollgate.api.Tags;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// Who a call is made for.
///
/// @param keyId the virtual key's public id, never the key
/// @param team the tenant: nothing is visible across teams
/// @param tags given to every call made with the key, unless the call sets them itself
/// @param aliases the aliases the key may call; empty means all
public record Principal(
        String keyId, String team, Set<Role> roles, Tags tags, Set<String> aliases) {

    public Principal {
        roles = Set.copyOf(roles);
        aliases = Set.copyOf(aliases);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    public boolean mayCall(String alias) {
        return aliases.isEmpty() || aliases.contains(alias);
    }

    /// @throws ApiError 403 unless the principal has one of the roles
    public void require(Role... anyOf) {
        if (Arrays.stream(anyOf).noneMatch(this::has)) {
            throw ApiError.forbidden(
                    "This key lacks the role "
                            + Arrays.stream(anyOf)
                                    .map(Role::written)
                                    .collect(Collectors.joining(" or "))
                            + ".");
        }
    }
}
