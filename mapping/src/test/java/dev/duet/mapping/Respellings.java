package dev.duet.mapping;

import dev.duet.mapping.RoundTripTest.Case;
import dev.duet.schemas.config.FieldForm;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;

/// Cases in which one value has several spellings, on one side or on both.
final class Respellings {
    private Respellings() {}

    static List<Case> cases() {
        String uuid = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1";
        return List.of(
                typed(
                        "text",
                        "set('x','y','z')",
                        random -> one(random, "x,z", "z,x", "z,x,x", "", "y", "w"),
                        random -> one(random, "x,z", "y", "")),
                typed(
                        "text[]",
                        "set('x','y','z')",
                        random -> one(random, "[\"x\",\"z\"]", "[\"z\",\"x\",\"x\"]", "[]"),
                        random -> one(random, "x,z", "y", "")),
                typed(
                        "text",
                        "json",
                        random -> one(random, "{\"b\": 1, \"a\": 2}", "[ 1 ]", "{", "1"),
                        random -> one(random, "{\"a\":2,\"b\":1}", "[1]")),
                typed(
                        "jsonb",
                        "longtext",
                        random -> one(random, "{\"a\":2,\"b\":1}", "[1]"),
                        random -> one(random, "{\"b\": 1, \"a\": 2}", "[ 1 ]", "{", "1")),
                typed(
                        "uuid",
                        "char(36)",
                        random -> uuid + random.nextInt(10),
                        random -> one(random, uuid, uuid.toUpperCase(Locale.ROOT), "x") + "0"),
                typed(
                        "inet",
                        "varchar(50)",
                        random -> one(random, "10.0.0.0/8", "2001:db8::1"),
                        random -> one(random, "10.1.2.3/32", "2001:DB8:0:0:0:0:0:1", "x")));
    }

    private static Case typed(
            String postgres,
            String mysql,
            Function<Random, Object> crm,
            Function<Random, Object> erp) {
        boolean hereIsText = postgres.startsWith("text");
        boolean thereIsText = mysql.contains("char") || mysql.contains("text");
        return new Case(
                "as typed: " + postgres + " and " + mysql,
                FieldForm.PLAIN,
                postgres,
                mysql,
                crm,
                erp,
                !hereIsText,
                !thereIsText);
    }

    private static String one(Random random, String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
