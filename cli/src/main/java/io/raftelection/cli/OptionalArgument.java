package io.raftelection.cli;

import java.util.Map;
import java.util.Stack;
import java.util.regex.Pattern;

/** The argument of an option that may be omitted, and then another argument of the command may follow the option. */
final class OptionalArgument {
    private OptionalArgument() {}

    /**
     * Puts a value before the next argument, unless that has the form of a value.
     *
     * @param args the next arguments
     * @param info what picocli says of the option
     * @param form the form of a value
     * @param value the value that stands for none
     * @return whether the option was processed, which it was not
     */
    @SuppressWarnings("JdkObsolete") // picocli has it
    static boolean insert(Stack<String> args, Map<String, Object> info, Pattern form, String value) {
        boolean isAttached = !" ".equals(info.get("separator"));
        if (!isAttached && (args.isEmpty() || !form.matcher(args.peek()).matches())) {
            args.push(value);
        }
        return false;
    }
}
