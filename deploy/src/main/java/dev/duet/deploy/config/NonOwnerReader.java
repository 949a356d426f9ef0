package dev.duet.deploy.config;

import dev.duet.schemas.config.ConflictRule;
import dev.duet.schemas.config.NonOwner;

import java.util.Map;
import java.util.Optional;

/// Finds for each owned field what becomes of what the other system writes there: the field's own
/// `non-owner`, else its entity's, else the standard.
final class NonOwnerReader {
    private final RuleReader rules;
    private final Reading reading;

    NonOwnerReader(RuleReader rules, Reading reading) {
        this.rules = rules;
        this.reading = reading;
    }

    /// A word and where it was said.
    ///
    /// @param by empty for the standard
    private record Said(NonOwner word, Optional<Located> by) {}

    /// @param ruled the rule of each field that is right, which is completed
    void read(Section entity, PolicyReader.Fields fields, Map<String, ConflictRule> ruled) {
        Optional<Located> given = entity.find("non-owner");
        Said standing =
                given.flatMap(this::said)
                        .orElseGet(() -> new Said(NonOwner.STANDARD, Optional.empty()));
        given.ifPresent(by -> reading.inForce(by, standing.word.text()));
        boolean areOwned = false;
        for (Map.Entry<String, ConflictRule> field : ruled.entrySet()) {
            Optional<Located> own = Optional.ofNullable(fields.others().get(field.getKey()));
            if (field.getValue() instanceof ConflictRule.Owner owner) {
                areOwned = true;
                Said said = own.flatMap(this::said).orElse(standing);
                refusePart(field.getKey(), fields, said);
                field.setValue(new ConflictRule.Owner(owner.system(), said.word));
                inForce(entity.pathOf("fields") + "." + field.getKey() + ".non-owner", said);
            } else {
                own.ifPresent(
                        by -> {
                            said(by);
                            reading.missing(
                                    by,
                                    "it says what becomes of the other system's writes, and the"
                                            + " field has no owner",
                                    "write owner: <system> beside it, or remove it");
                        });
            }
        }
        boolean isForNone =
                !areOwned
                        && entity.find("owner").isEmpty()
                        && ruled.size() == fields.names().size(); // else an owner may be among them
        if (given.isPresent() && isForNone) {
            reading.missing(
                    given.get(),
                    "it says what becomes of the other system's writes, and no field of the entity"
                            + " has an owner",
                    "write owner: <system> at the entity or at fields, or remove it");
        }
    }

    /// What is kept of a part would be lost with the next change of the others.
    private void refusePart(String name, PolicyReader.Fields fields, Said said) {
        boolean isPart =
                fields.right().stream()
                        .anyMatch(it -> it.name().equals(name) && it.columns().size() < 2);
        if (isPart && said.word == NonOwner.KEEP) {
            said.by.ifPresent(
                    by ->
                            reading.wrong(
                                    by,
                                    "'%s' is part of a derived field, whose column has the other parts too"
                                            .formatted(Shown.key(name)),
                                    "write non-owner: revert at it"));
        }
    }

    private Optional<Said> said(Located by) {
        return rules.nonOwner(by).map(word -> new Said(word, Optional.of(by)));
    }

    private void inForce(String path, Said said) {
        said.by.ifPresentOrElse(
                by -> reading.inForce(path, by, said.word.text()),
                () -> reading.inForceByDefault(path, said.word.text()));
    }
}
