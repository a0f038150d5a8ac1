package io.raftelection.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value in a server's answer. Each method that reads it throws an {@link AnswerException} that names the address, the
 * path of the value, what it is and what was expected. Immutable.
 *
 * <p>The limits of an answer are 64 levels, 100 digits and strings of 1 MB.
 */
public final class JsonAnswer {
    private static final BigInteger MAX_LONG = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MAX_UNSIGNED = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final int SHOWN = 40;

    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxNumberLength(100)
                            .maxStringLength(1 << 20)
                            .maxNameLength(1 << 16)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final String where;
    private final JsonNode node;

    private JsonAnswer(String where, JsonNode node) {
        this.where = where;
        this.node = node;
    }

    /**
     * {@return the value in a text of JSON}
     *
     * @param where the address, for messages
     * @param text the text
     * @throws AnswerException if the text is not one value of JSON, or exceeds a limit
     */
    public static JsonAnswer parse(String where, String text) throws AnswerException {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AnswerException(where + ": the answer is not valid JSON: " + e.getOriginalMessage());
        }
        if (node == null || node.isMissingNode()) {
            throw new AnswerException(where + ": the answer is empty, expected JSON");
        }
        return new JsonAnswer(where, node);
    }

    /**
     * {@return a member of this object; empty if it is missing or null}
     *
     * @param name the name of the member
     * @throws AnswerException if this is not an object
     */
    public Optional<JsonAnswer> find(String name) throws AnswerException {
        require(node.isObject(), "an object");
        var member = node.get(name);
        return member == null || member.isNull()
                ? Optional.empty()
                : Optional.of(new JsonAnswer(where + ": " + name, member));
    }

    /**
     * {@return a member of this object}
     *
     * @param name the name of the member
     * @throws AnswerException if this is not an object, or the member is missing or null
     */
    public JsonAnswer get(String name) throws AnswerException {
        var member = find(name);
        if (member.isEmpty()) {
            throw new AnswerException(where + ": " + name + ": is missing");
        }
        return member.get();
    }

    /**
     * {@return the items of this array}
     *
     * @throws AnswerException if this is not an array
     */
    public List<JsonAnswer> items() throws AnswerException {
        require(node.isArray(), "an array");
        var items = new ArrayList<JsonAnswer>();
        node.forEach(item -> items.add(new JsonAnswer(where + "[" + items.size() + "]", item)));
        return items;
    }

    /**
     * {@return the members of this object, by name}
     *
     * @throws AnswerException if this is not an object
     */
    public Map<String, JsonAnswer> members() throws AnswerException {
        require(node.isObject(), "an object");
        var members = new LinkedHashMap<String, JsonAnswer>();
        node.properties()
                .forEach(member -> members.put(
                        member.getKey(), new JsonAnswer(where + ": " + member.getKey(), member.getValue())));
        return members;
    }

    /**
     * {@return the text}
     *
     * @throws AnswerException if this is not a string
     */
    public String text() throws AnswerException {
        require(node.isTextual(), "a string");
        return node.textValue();
    }

    /**
     * {@return the text of a string, and any other value that is no array and no object as it is written in JSON}
     *
     * @throws AnswerException if this is an array or an object
     */
    public String scalar() throws AnswerException {
        require(node.isValueNode(), "a string, a number, true or false");
        return node.asText();
    }

    /**
     * {@return the value}
     *
     * @throws AnswerException if this is not true or false
     */
    public boolean flag() throws AnswerException {
        require(node.isBoolean(), "true or false");
        return node.booleanValue();
    }

    /**
     * {@return the whole number, which may be written as a string}
     *
     * @throws AnswerException if this is not a whole number from 0 to 2^63 - 1
     */
    public long number() throws AnswerException {
        return number(MAX_LONG);
    }

    /**
     * {@return the whole number, which may be written as a string, as an unsigned long}
     *
     * @throws AnswerException if this is not a whole number from 0 to 2^64 - 1
     */
    public long unsigned() throws AnswerException {
        return number(MAX_UNSIGNED);
    }

    private long number(BigInteger max) throws AnswerException {
        var expected = "a whole number from 0 to " + max;
        var digits = node.isTextual() ? node.textValue() : node.isIntegralNumber() ? node.asText() : "";
        require(digits.matches("\\d{1,20}"), expected);
        var number = new BigInteger(digits);
        require(number.compareTo(max) <= 0, expected);
        return number.longValue();
    }

    private void require(boolean condition, String expected) throws AnswerException {
        if (!condition) {
            throw new AnswerException(where + ": is " + shown() + ", expected " + expected);
        }
    }

    private String shown() {
        if (node.isContainerNode()) {
            return node.isArray() ? "an array" : "an object";
        }
        var text = node.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    }

    /** {@return the address and the path of this value} */
    @Override
    public String toString() {
        return where;
    }
}
