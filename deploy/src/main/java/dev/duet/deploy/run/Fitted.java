package dev.duet.deploy.run;

import dev.duet.schemas.config.DuetConfig;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The file as far as the tables fit it, and what that means, for a command beside the sync.
/// Immutable.
///
/// @param config has of an entity that does not fit what both tables have still, so that others can
///   refer to it
/// @param misfits in the order of the file
public record Fitted(DuetConfig config, Blueprint blueprint, List<Misfit> misfits) {
    public Fitted {
        misfits = List.copyOf(misfits);
    }

    /// Those of some entities that fit.
    public List<String> of(List<String> entities) {
        return entities.stream().filter(it -> misfit(it).isEmpty()).toList();
    }

    /// Those that do not.
    public List<Misfit> among(List<String> entities) {
        return misfits.stream().filter(it -> entities.contains(it.entity())).toList();
    }

    public Optional<Misfit> misfit(String entity) {
        return misfits.stream().filter(it -> it.entity().equals(entity)).findFirst();
    }

    /// @throws CannotRun when one of these entities does not fit
    public void require(List<String> entities) {
        require(among(entities), 1);
    }

    /// @throws CannotRun when none fits
    static void requireSome(DuetConfig config, List<Misfit> misfits) {
        require(misfits, config.entities().size());
    }

    private static void require(List<Misfit> misfits, int tooMany) {
        if (misfits.size() >= tooMany) {
            throw new CannotRun(
                    misfits.stream().map(Misfit::words).collect(Collectors.joining("\n")));
        }
    }
}
