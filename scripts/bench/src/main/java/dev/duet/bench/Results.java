package dev.duet.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All that one run of the bench found.
///
/// @param gate what was proved before
/// @param loads the load average before each round and at the end
record Results(
        Surroundings surroundings,
        Plan plan,
        String gate,
        List<Timing> timings,
        List<Delays> delays,
        List<Conflicts.Joined> conflicts,
        List<Behind.Held> behind,
        List<Double> loads) {

    /// Writes them to the first free `<date>-<slug>/run-N.json`.
    Path write(Path folder, String slug) throws IOException {
        LocalDate day = LocalDate.ofInstant(surroundings.begun(), ZoneOffset.UTC);
        Path run = Files.createDirectories(folder.resolve(day + "-" + slug));
        int number = 1;
        while (Files.exists(run.resolve("run-" + number + ".json"))) {
            number++;
        }
        Path file = run.resolve("run-" + number + ".json");
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(file.toFile(), asMap());
        return file;
    }

    private Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("begun", surroundings.begun().toString());
        map.put("commit", surroundings.commit());
        map.put("machine", surroundings.machine());
        map.put("processors", surroundings.processors());
        map.put("versions", surroundings.versions());
        map.put("settings", surroundings.settings());
        map.put("loadAverages", loads);
        map.put("gate", gate);
        map.put("plan", plan);
        map.put("timings", timings);
        map.put("delays", delays);
        map.put("conflicts", conflicts);
        map.put("behind", behind);
        map.put("ratios", new Ratios(timings, delays).all());
        return map;
    }
}
