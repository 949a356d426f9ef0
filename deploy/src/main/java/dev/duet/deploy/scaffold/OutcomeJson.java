package dev.duet.deploy.scaffold;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A proposal for programs. Pure.
final class OutcomeJson {
    private OutcomeJson() {}

    /// @param written where the proposal is, if not in here
    static String of(Scaffold.Outcome outcome, Optional<Path> written) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        written.ifPresentOrElse(
                file -> json.put("written", file.toString()),
                () -> json.put("file", outcome.text()));
        ArrayNode pairs = json.putArray("pairs");
        outcome.tables().pairs().forEach(pair -> put(pairs.addObject(), pair));
        alone(json.putArray("postgresOnly"), outcome.tables().postgresOnly());
        alone(json.putArray("mysqlOnly"), outcome.tables().mysqlOnly());
        ArrayNode objections = json.putArray("objections");
        outcome.objections().forEach(objections::add);
        return json.toPrettyString();
    }

    private static void put(ObjectNode json, TablePair pair) {
        json.put("postgres", pair.postgres().name().toString())
                .put("mysql", pair.mysql().name().toString())
                .put("confidence", pair.confidence())
                .put("reason", pair.reason())
                .put("keys", pair.keys().name());
        columns(json.putArray("key"), pair.key());
        columns(json.putArray("fields"), pair.fields());
        alone(json.putArray("postgresOnly"), pair.postgresOnly());
        alone(json.putArray("mysqlOnly"), pair.mysqlOnly());
    }

    private static void columns(ArrayNode json, List<ColumnPair> pairs) {
        for (ColumnPair pair : pairs) {
            json.addObject()
                    .put("postgres", pair.postgres().name())
                    .put("mysql", pair.mysql().name())
                    .put("confidence", pair.confidence())
                    .put("reason", pair.reason());
        }
    }

    private static void alone(ArrayNode json, List<Lone> alone) {
        alone.forEach(it -> json.addObject().put("name", it.name()).put("reason", it.reason()));
    }
}
