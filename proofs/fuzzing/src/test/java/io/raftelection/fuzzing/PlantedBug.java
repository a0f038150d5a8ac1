package io.raftelection.fuzzing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.raftelection.LeadershipEvent;

/** Bugs for the fuzzer to find: the parser of the notation, each time with one thing wrong that no seed shows. */
enum PlantedBug {
    /** Counts the columns of what is wrong behind an anomaly from the anomaly. */
    MISSES_THE_PLACE("names column") {
        @Override
        LeadershipEvent read(String text) {
            try {
                return LeadershipEvent.parse(text);
            } catch (IllegalArgumentException e) {
                var message = String.valueOf(e.getMessage());
                throw text.contains(" !stale")
                        ? new IllegalArgumentException(message.replace("column ", "column 9"))
                        : e;
            }
        }
    },

    /** Prints one anomaly where there are two certain ones. */
    FORGETS("where it printed") {
        @Override
        String print(LeadershipEvent event) {
            return event.toString().replace(" !duplicate !stale", " !stale");
        }
    };

    /** What the finding says. */
    final String finding;

    PlantedBug(String finding) {
        this.finding = finding;
    }

    LeadershipEvent read(String text) {
        return LeadershipEvent.parse(text);
    }

    String print(LeadershipEvent event) {
        return event.toString();
    }

    /** Where the fuzzer enters, in a process that was told which bug. */
    static final class Target {
        private static final PlantedBug BUG = valueOf(System.getProperty("planted", ""));

        private Target() {}

        /** Reads what the fuzzer made up. */
        public static void fuzzerTestOneInput(byte[] line) throws Exception {
            Property.hold(
                    new NotationSubject() {
                        @Override
                        public LeadershipEvent read(String text) {
                            return BUG.read(text);
                        }

                        @Override
                        public String print(LeadershipEvent event) {
                            return BUG.print(event);
                        }
                    },
                    new String(line, UTF_8));
        }
    }
}
