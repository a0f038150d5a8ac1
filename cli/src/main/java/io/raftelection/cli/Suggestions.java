package io.raftelection.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says which command, option or value a user may have meant. */
final class Suggestions {
    private Suggestions() {}

    /** {@return "; did you mean --record?" for an option or a command that does not exist, else an empty text} */
    static String of(ParameterException mistake) {
        if (!(mistake instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return "";
        }
        var spec = mistake.getCommandLine().getCommandSpec();
        var word = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
        return word.startsWith("-")
                ? of(word, new ArrayList<>(spec.optionsMap().keySet()))
                : of(word, new ArrayList<>(spec.subcommands().keySet()));
    }

    private static String of(String word, List<String> words) {
        return Similar.to(word, words)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }

    /** {@return what a word that is none of the given ones is rejected with} See {@link ITypeConverter}. */
    static TypeConversionException reject(String word, List<String> words) {
        return new TypeConversionException(
                "\"" + word + "\", expected " + words.stream().collect(Collectors.joining(", ")) + of(word, words));
    }
}
