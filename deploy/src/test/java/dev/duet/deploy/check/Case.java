package dev.duet.deploy.check;

import java.util.List;

/// One way to break a healthy pair, the finding it must give, and the way back. Immutable.
///
/// @param crm what breaks PostgreSQL
/// @param erp what breaks MySQL
/// @param undoCrm runs whether or not the finding's own mend ran before
/// @param beginAgain whether slot and checkpoints have to be made anew afterwards
record Case(
        FindingCode code,
        List<String> crm,
        List<String> erp,
        List<String> undoCrm,
        List<String> undoErp,
        boolean beginAgain) {

    static Case of(FindingCode code) {
        return new Case(code, List.of(), List.of(), List.of(), List.of(), false);
    }

    Case crm(String... sql) {
        return new Case(code, List.of(sql), erp, undoCrm, undoErp, beginAgain);
    }

    Case erp(String... sql) {
        return new Case(code, crm, List.of(sql), undoCrm, undoErp, beginAgain);
    }

    Case undoCrm(String... sql) {
        return new Case(code, crm, erp, List.of(sql), undoErp, beginAgain);
    }

    Case undoErp(String... sql) {
        return new Case(code, crm, erp, undoCrm, List.of(sql), beginAgain);
    }

    Case andBeginAgain() {
        return new Case(code, crm, erp, undoCrm, undoErp, true);
    }

    @Override
    public String toString() {
        return code.id() + " " + code.title();
    }
}
