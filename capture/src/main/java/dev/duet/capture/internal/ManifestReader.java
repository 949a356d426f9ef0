package dev.duet.capture.internal;

import dev.duet.schemas.Images;
import dev.duet.schemas.Key;
import dev.duet.schemas.Manifest;
import dev.duet.schemas.Shape;
import dev.duet.schemas.Sighting;

import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Puts a transaction's manifest together from the rows that a log shows of it. One thread.
final class ManifestReader {
    private final Map<String, Set<Key>> written = new HashMap<>();
    private final List<Sighting> sightings = new ArrayList<>(0);

    void add(Shape shape, Struct row) {
        String entity = shape.entity();
        @Nullable String keys = row.getString("record_keys");
        if (keys != null) {
            written.computeIfAbsent(entity, absent -> new HashSet<>())
                    .addAll(Images.keys(shape, keys));
            return;
        }
        sightings.add(
                new Sighting(
                        entity,
                        Images.key(shape, row.getString("record_key")),
                        Images.fromJson(shape, row.getString("written_image")),
                        Images.fromJson(shape, row.getString("row_image"))));
    }

    Manifest read() {
        return written.isEmpty() && sightings.isEmpty()
                ? Manifest.NONE
                : new Manifest(written, sightings);
    }
}
