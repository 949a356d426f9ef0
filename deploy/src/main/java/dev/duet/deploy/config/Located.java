package dev.duet.deploy.config;

/// A value with its key: the path to it, the name of the last key, the key's place and the node.
record Located(String path, String key, Place keyPlace, YamlNode node) {

    /// One item of the list that it is.
    Located item(YamlNode item) {
        return new Located(path, key, item.place(), item);
    }

    Place place() {
        return node.place();
    }
}
