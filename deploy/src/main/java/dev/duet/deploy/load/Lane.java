package dev.duet.deploy.load;

import dev.duet.apply.Direction;
import dev.duet.apply.TargetTerms;
import dev.duet.apply.plan.Relations;
import dev.duet.apply.store.CheckpointStore;
import dev.duet.apply.store.LoadStore;
import dev.duet.deploy.run.Blueprint;
import dev.duet.deploy.run.Mappings;
import dev.duet.deploy.run.OpenSystems;
import dev.duet.deploy.run.Side;
import dev.duet.schemas.Shape;
import dev.duet.schemas.config.DuetConfig;
import dev.duet.schemas.config.EntityConfig;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// All that one direction's load is made of. Immutable.
///
/// @param terms of the target
/// @param shapes the source's
/// @param crosswalked the entities whose records get another key in the target
record Lane(
        Direction direction,
        Side source,
        Side target,
        TargetTerms terms,
        Mappings mappings,
        Relations relations,
        List<Shape> shapes,
        Set<String> crosswalked) {
    static Lane of(DuetConfig config, OpenSystems systems, Blueprint blueprint, String from) {
        String into = config.peerOf(from).name();
        return new Lane(
                new Direction(from, into, config.first().name()),
                systems.side(from),
                systems.side(into),
                blueprint.termsOf(into),
                blueprint.mappingsInto(into),
                blueprint.relations(into),
                blueprint.shapes(from),
                config.entities().stream()
                        .filter(entity -> entity.key().stream().anyMatch(entity::isCrosswalked))
                        .map(EntityConfig::name)
                        .collect(Collectors.toSet()));
    }

    CheckpointStore checkpoints() {
        return new CheckpointStore(source.name());
    }

    LoadStore loads() {
        return new LoadStore(source.name());
    }

    /// The source's shape of an entity.
    Shape shape(String entity) {
        return shapes.stream()
                .filter(shape -> shape.entity().equals(entity))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no entity " + entity));
    }

    /// The entities, each behind those that it refers to in the target.
    List<String> ordered(List<String> entities) {
        return relations.parentsFirst(entities.stream().map(terms::shape).toList()).stream()
                .map(Shape::entity)
                .toList();
    }
}
