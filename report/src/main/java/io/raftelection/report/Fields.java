package io.raftelection.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The members of one line: strings, numbers and lists of strings. Unknown members are skipped, so that later versions
 * can add members. If a member is invalid, methods throw an IllegalArgumentException that names it.
 */
final class Fields {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // The cache would keep every name of every file in memory.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    /** Recorders write no longer numbers. Parsing longer ones would only take time. */
    private static final int MAX_NUMBER = 30;

    /** The number of characters that a message quotes. */
    private static final int SHOWN = 60;

    private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(1_000_000_000);

    private final Map<String, Object> values = new HashMap<>();

    private Fields() {}

    static Fields parse(String line) {
        var fields = new Fields();
        try (var json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("is not a JSON object");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                var name = json.currentName();
                json.nextToken();
                fields.take(name, json);
            }
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("has more than one JSON object");
            }
        } catch (JsonProcessingException e) {
            throw new InvalidJsonException(
                    "is not valid JSON: " + firstLine(e.getOriginalMessage()), e instanceof JsonEOFException, e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading a string failed", e);
        }
        return fields;
    }

    private static String firstLine(String message) {
        return shown(message.lines().findFirst().orElse(""));
    }

    private void take(String name, JsonParser json) throws IOException {
        if (!Schema.NAMES.contains(name)) {
            json.skipChildren();
            return;
        }
        switch (json.currentToken()) {
            case VALUE_STRING -> values.put(name, json.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> values.put(name, number(name, json.getText()));
            case START_ARRAY -> {
                var texts = new ArrayList<String>();
                while (json.nextToken() == JsonToken.VALUE_STRING) {
                    texts.add(json.getText());
                }
                if (json.currentToken() != JsonToken.END_ARRAY) {
                    throw new IllegalArgumentException(name + " is not a list of strings");
                }
                values.put(name, texts);
            }
            default -> throw new IllegalArgumentException(name + " is not a string, a number or a list of strings");
        }
    }

    private static BigDecimal number(String name, String text) {
        if (text.length() > MAX_NUMBER) {
            throw new IllegalArgumentException(name + " has more than " + MAX_NUMBER + " characters");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is " + text + ", which is out of range", e);
        }
    }

    /** {@return whether this line is the header of a run} */
    boolean isHeader() {
        return has(Schema.FORMAT_KEY) && !has(Schema.EVENT);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String string(String name) {
        if (values.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(name + (has(name) ? " is not a string" : " is missing"));
    }

    long required(String name) {
        return number(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }

    OptionalLong number(String name) {
        if (!has(name)) {
            return OptionalLong.empty();
        }
        try {
            if (values.get(name) instanceof BigDecimal number && number.signum() >= 0 && isSmall(number)) {
                return OptionalLong.of(number.longValueExact());
            }
        } catch (ArithmeticException e) {
            // reported below
        }
        throw new IllegalArgumentException(name + " is " + shown(String.valueOf(values.get(name)))
                + ", expected a whole number from 0 to " + Long.MAX_VALUE);
    }

    /** {@return whether the digits of a number fit into memory} */
    private static boolean isSmall(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MAX_NUMBER;
    }

    Duration seconds(String name) {
        if (!has(name)) {
            throw new IllegalArgumentException(name + " is missing");
        }
        if (values.get(name) instanceof BigDecimal number
                && number.signum() >= 0
                && isSmall(number)
                && number.compareTo(MAX_SECONDS) < 0) {
            return Duration.ofNanos(number.movePointRight(9).longValue());
        }
        throw new IllegalArgumentException(name + " is " + shown(String.valueOf(values.get(name)))
                + ", expected seconds from 0 to " + MAX_SECONDS);
    }

    Instant instant(String name) {
        var text = string(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    name + " is \"" + shown(text) + "\", expected a time such as 2026-01-31T12:00:00Z", e);
        }
    }

    /** {@return the strings of a list; empty if the line has no such list} */
    List<String> strings(String name) {
        if (!has(name)) {
            return List.of();
        }
        if (values.get(name) instanceof List<?> texts) {
            return texts.stream().map(String::valueOf).toList();
        }
        throw new IllegalArgumentException(name + " is not a list");
    }

    /** {@return the one of some values whose words a text equals} */
    static <T> T one(T[] values, Function<T, String> words, String text, String name) {
        return Arrays.stream(values)
                .filter(value -> words.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is \"" + shown(text) + "\", expected one of "
                        + Arrays.stream(values).map(words).collect(Collectors.joining(", "))));
    }

    /** Shortens a quotation for a message and replaces control characters. */
    static String shown(String text) {
        var printable = printable(text);
        if (printable.length() <= SHOWN) {
            return printable;
        }
        boolean inPair = Character.isSurrogatePair(printable.charAt(SHOWN - 1), printable.charAt(SHOWN));
        return printable.substring(0, inPair ? SHOWN - 1 : SHOWN) + "…";
    }

    /** Replaces control characters. */
    static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
    }
}
