package dev.duet.deploy.check.schema;

import dev.duet.deploy.check.Findings;
import dev.duet.deploy.check.Mend;
import dev.duet.mapping.Validation;
import dev.duet.mapping.fields.FieldMapping;

import java.util.List;

/// Whether the rules of `validate` fit the types of the fields. Pure.
final class ValidationCheck {
    private ValidationCheck() {}

    static void run(EntityTables entity, Findings findings) {
        List<FieldMapping.Present> fields = entity.fields();
        if (fields.isEmpty()) {
            return;
        }
        SideTable first = entity.side(true);
        for (Validation.Wrong wrong : Validation.of(fields, first.entity().validation()).wrong()) {
            findings.in(first.system())
                    .add(
                            SchemaCode.VALIDATION_REFUSED,
                            first.name().toString(),
                            "%s: rule %s: %s"
                                    .formatted(wrong.place(), wrong.rule().name(), wrong.what()),
                            Mend.sentence(wrong.mend()));
        }
    }
}
