package dev.duet.deploy.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/// Findings for scripts; fields are added, never renamed. Pure.
final class FindingsJson {
    private FindingsJson() {}

    static String of(List<Finding> findings) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ObjectNode counts = root.putObject("counts");
        for (Severity severity : Severity.values()) {
            counts.put(
                    severity.word(),
                    findings.stream().filter(finding -> finding.severity() == severity).count());
        }
        ArrayNode list = root.putArray("findings");
        for (Finding finding : findings) {
            ObjectNode node = list.addObject();
            node.put("code", finding.code().id());
            node.put("severity", finding.severity().word());
            node.put("system", finding.system());
            node.put("subject", finding.subject());
            node.put("title", finding.code().title());
            node.put("what", finding.what());
            node.put("risk", finding.code().risk());
            ObjectNode mend = node.putObject("mend");
            ArrayNode sql = mend.putArray("sql");
            finding.mend().sql().forEach(sql::add);
            mend.put("note", finding.mend().note());
        }
        return root.toPrettyString();
    }
}
