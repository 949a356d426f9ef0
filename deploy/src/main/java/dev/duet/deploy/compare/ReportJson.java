package dev.duet.deploy.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.duet.deploy.run.Misfit;

import java.util.Locale;

/// Findings as JSON for scripts. Pure.
final class ReportJson {
    private ReportJson() {}

    static ObjectNode of(Findings findings) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("equal", findings.areEqual())
                .put("complete", findings.areComplete())
                .put("samplePercent", findings.percent())
                .put("at", findings.at().toString())
                .put("obstacle", findings.obstacle())
                .put("differing", findings.differences())
                .put("changing", findings.changing());
        Misfit.json(json, findings.leftOut());
        ArrayNode entities = json.putArray("entities");
        findings.tallies().forEach(it -> put(entities.addObject(), findings, it));
        ArrayNode differences = json.putArray("differences");
        findings.listed().forEach(it -> put(differences.addObject(), findings, it));
        return json;
    }

    private static void put(ObjectNode json, Findings findings, Tally it) {
        json.put("entity", it.entity());
        json.putObject("records")
                .put(findings.first(), it.first())
                .put(findings.second(), it.second());
        json.putObject("missing")
                .put(findings.first(), it.of(Difference.Kind.MISSING_IN_FIRST))
                .put(findings.second(), it.of(Difference.Kind.MISSING_IN_SECOND));
        json.put("different", it.of(Difference.Kind.DIFFERENT))
                .put("unreadable", it.of(Difference.Kind.UNREADABLE))
                .put("changing", it.changing())
                .put("rowsPerSecond", it.rowsPerSecond());
        json.putObject("kept")
                .put(findings.first(), it.keptInFirst())
                .put(findings.second(), it.keptInSecond());
        putEmpty(json.putObject("empty"), findings, it.completeness());
        ObjectNode reasons = json.putObject("reasons");
        for (Reason.Code code : Reason.Code.values()) {
            if (it.of(code) > 0) {
                reasons.put(word(code), it.of(code));
            }
        }
    }

    /// How many of the records that were read have no value, by field.
    private static void putEmpty(ObjectNode json, Findings findings, Completeness of) {
        for (int i = of.canonical().keySize(); i < of.canonical().size(); i++) {
            json.putObject(of.canonical().columns().get(i).name())
                    .put(findings.first(), of.empty(true, i))
                    .put(findings.second(), of.empty(false, i));
        }
    }

    private static void put(ObjectNode json, Findings findings, Difference it) {
        json.put("entity", it.entity()).put("key", it.key()).put("kind", kind(it.kind()));
        switch (it.kind()) {
            case MISSING_IN_FIRST -> json.put("missingIn", findings.first());
            case MISSING_IN_SECOND -> json.put("missingIn", findings.second());
            case DIFFERENT, UNREADABLE -> {}
        }
        ObjectNode fields = json.putObject("fields");
        it.fields()
                .forEach(
                        field ->
                                fields.putObject(field.field())
                                        .put(findings.first(), field.first())
                                        .put(findings.second(), field.second()));
        json.putObject("reason")
                .put("code", word(it.reason().code()))
                .put("words", it.reason().words());
    }

    private static String kind(Difference.Kind kind) {
        return switch (kind) {
            case MISSING_IN_FIRST, MISSING_IN_SECOND -> "missing";
            case DIFFERENT -> "different";
            case UNREADABLE -> "unreadable";
        };
    }

    private static String word(Reason.Code code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
