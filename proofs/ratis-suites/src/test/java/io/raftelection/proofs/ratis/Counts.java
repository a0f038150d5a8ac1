package io.raftelection.proofs.ratis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What was compared: tests, servers that were started, members of groups, and the facts of the trackers.
 *
 * @param views how many times a tracker reported that a server follows a leader
 * @param recognized how many times Ratis logged that a server recognized another leader
 */
record Counts(int tests, int servers, int members, int leaderships, int losses, int views, int recognized) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

    Counts plus(Counts other) {
        return new Counts(
                tests + other.tests,
                servers + other.servers,
                members + other.members,
                leaderships + other.leaderships,
                losses + other.losses,
                views + other.views,
                recognized + other.recognized);
    }

    void write(Path file) throws IOException {
        Files.writeString(
                file,
                Arrays.stream(new int[] {tests, servers, members, leaderships, losses, views, recognized})
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(" ")));
    }

    static Counts read(Path file) throws IOException {
        int[] counts = Arrays.stream(Files.readString(file).split(" "))
                .mapToInt(Integer::parseInt)
                .toArray();
        return new Counts(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]);
    }
}
