package io.raftelection.fuzzing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.raftelection.LeadershipEvent;

/** Bugs for the fuzzer to find. Each one is a defect in the notation parser that no seed triggers. */
enum PlantedBug {
    /** Reports a wrong column for an error after an anomaly. */
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

    /** Omits one anomaly of a certain pair when printing. */
    FORGETS("but printed") {
        @Override
        String print(LeadershipEvent event) {
            return event.toString().replace(" !duplicate !stale", " !stale");
        }
    };

    /** The text in the fuzzer's report. */
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

    /** The fuzz target. A system property selects the bug. */
    static final class Target {
        private static final PlantedBug BUG = valueOf(System.getProperty("planted", ""));

        private Target() {}

        /** Parses the fuzzer's input. */
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
