package io.raftelection.jraft.testing;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.conf.ConfigurationEntry;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One server's log. */
final class MemoryLog implements LogStorage {
    @GuardedBy("this")
    private final NavigableMap<Long, LogEntry> entries = new TreeMap<>();

    @GuardedBy("this")
    private long first = 1;

    /** Passes the configurations in the log to a node that starts again. */
    @Override
    public synchronized boolean init(LogStorageOptions options) {
        for (var entry : entries.values()) {
            if (entry.getType() == EntryType.ENTRY_TYPE_CONFIGURATION) {
                options.getConfigurationManager().add(configuration(entry));
            }
        }
        return true;
    }

    /** Returns the configuration of an entry. During a change, the entry has the old peers, too. */
    private static ConfigurationEntry configuration(LogEntry entry) {
        var old = entry.getOldPeers() == null ? new Configuration() : new Configuration(entry.getOldPeers());
        return new ConfigurationEntry(entry.getId(), new Configuration(entry.getPeers()), old);
    }

    @Override
    public void shutdown() {}

    @Override
    public synchronized long getFirstLogIndex() {
        return first;
    }

    @Override
    public synchronized long getLastLogIndex() {
        return entries.isEmpty() ? first - 1 : entries.lastKey();
    }

    @Override
    public synchronized @Nullable LogEntry getEntry(long index) {
        return entries.get(index);
    }

    @Override
    @Deprecated
    public synchronized long getTerm(long index) {
        var entry = entries.get(index);
        return entry == null ? 0 : entry.getId().getTerm();
    }

    @Override
    public synchronized boolean appendEntry(LogEntry entry) {
        entries.put(entry.getId().getIndex(), entry);
        return true;
    }

    @Override
    public synchronized int appendEntries(List<LogEntry> more) {
        more.forEach(this::appendEntry);
        return more.size();
    }

    @Override
    public synchronized boolean truncatePrefix(long firstKept) {
        entries.headMap(firstKept, false).clear();
        first = firstKept;
        return true;
    }

    @Override
    public synchronized boolean truncateSuffix(long lastKept) {
        entries.tailMap(lastKept, false).clear();
        return true;
    }

    @Override
    public synchronized boolean reset(long next) {
        entries.clear();
        first = next;
        return true;
    }
}
