package dev.duet.apply.crosswalk;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import dev.duet.apply.store.IdentityStore;
import dev.duet.apply.store.IdentityStore.By;
import dev.duet.apply.store.IdentityStore.Pair;
import dev.duet.schemas.PeerKey;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

/// The crosswalk of one system, and what the transaction that is being written adds to it. Any
/// thread may ask; one at a time writes.
///
/// Nobody else adds pairs while this process has the lease, so what was read once is known for
/// good: also that a row has no counterpart. A pair is told from when its row is written, for a log
/// may show the row before the commit is answered.
public final class Pairs implements PeerKey.Crosswalk {
    /// Keys that are read together.
    private static final int BLOCK = 1024;

    /// Of keys in memory, at 8 bytes each.
    private static final long MOST_KEYS = 4_000_000;

    private static final long NONE = Long.MIN_VALUE;
    private static final long[] EMPTY = {};

    private final DataSource pool;
    private final IdentityStore store = new IdentityStore();
    private final LoadingCache<Block, long[]> blocks;
    private final Map<PeerKey, Pair> added = new LinkedHashMap<>();
    private final Map<Half, Long> adding = new ConcurrentHashMap<>();
    private boolean isWriting;

    /// A key by which somebody may ask.
    private record Half(String entity, By by, long key) {
        Block block() {
            return new Block(entity, by, Math.floorDiv(key, BLOCK));
        }

        int place() {
            return Math.floorMod(key, BLOCK);
        }
    }

    private record Block(String entity, By by, long number) {}

    /// @param pool connections to the system
    public Pairs(DataSource pool) {
        this.pool = pool;
        this.blocks =
                Caffeine.newBuilder()
                        .maximumWeight(MOST_KEYS)
                        .<Block, long[]>weigher((_, keys) -> keys.length + 16)
                        .build(this::load);
    }

    @Override
    public OptionalLong peer(String entity, long own) {
        return find(new Half(entity, By.OWN, own));
    }

    @Override
    public OptionalLong own(String entity, long peer) {
        return find(new Half(entity, By.PEER, peer));
    }

    private OptionalLong find(Half half) {
        Long here = adding.get(half);
        if (here != null) {
            return OptionalLong.of(here);
        }
        long[] keys = blocks.get(half.block());
        return keys.length == 0 || keys[half.place()] == NONE
                ? OptionalLong.empty()
                : OptionalLong.of(keys[half.place()]);
    }

    private long[] load(Block block) {
        long first = block.number * BLOCK;
        long[] keys = EMPTY;
        try (Connection connection = pool.getConnection()) {
            for (Pair pair :
                    store.read(connection, block.entity, block.by, first, first + BLOCK - 1)) {
                keys = with(keys, pair, block.by);
            }
            connection.rollback();
        } catch (SQLException e) {
            throw new CannotReadPairs(e);
        }
        return keys;
    }

    private static long[] with(long[] keys, Pair pair, By by) {
        long[] more = keys;
        if (more.length == 0) {
            more = new long[BLOCK];
            Arrays.fill(more, NONE);
        }
        switch (by) {
            case PEER -> more[Math.floorMod(pair.peer(), BLOCK)] = pair.own();
            case OWN -> more[Math.floorMod(pair.own(), BLOCK)] = pair.peer();
        }
        return more;
    }

    /// What was read is read again: another tool of ours has added pairs.
    public void forget() {
        blocks.invalidateAll();
    }

    /// A transaction begins; what one added that was not committed is forgotten.
    public void begin() {
        isWriting = true;
        added.clear();
        adding.clear();
    }

    /// Whether pairs can be added: a tool beside the sync cannot, for the sync would not hear of
    /// it.
    boolean mayAdd() {
        return isWriting;
    }

    /// A record of the peer's has got a row here.
    void add(PeerKey key, long own) {
        Pair pair = new Pair(key.entity(), key.number(), own);
        added.put(key, pair);
        adding.put(new Half(pair.entity(), By.PEER, pair.peer()), own);
        adding.put(new Half(pair.entity(), By.OWN, own), pair.peer());
    }

    /// Writes down what the transaction has added. A row whose statement was taken back keeps the
    /// key it got: no database makes one up twice.
    public void write(Connection connection) throws SQLException {
        store.insert(connection, added.values());
    }

    /// The transaction was committed.
    public void committed() {
        for (Pair pair : added.values()) {
            remember(new Half(pair.entity(), By.PEER, pair.peer()), pair);
            remember(new Half(pair.entity(), By.OWN, pair.own()), pair);
        }
        begin();
    }

    /// Waits for one that reads the block, and may not have seen the pair.
    private void remember(Half half, Pair pair) {
        blocks.asMap()
                .computeIfPresent(half.block(), (_, keys) -> with(keys.clone(), pair, half.by()));
    }
}
