package dev.tollgate.function.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyMintTest {
    @Test
    void a_key_is_a_prefix_and_32_characters_of_chance() {
        KeyMint mint = new KeyMint(new Random(7));
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String key = mint.next();
            assertTrue(key.matches("tg_[0-9A-Za-z]{32}"), key);
            made.add(key);
        }
        assertEquals(1_000, made.size());
    }
}
