package io.raftelection.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Map;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Where metrics are served.
 *
 * @param host the host as it was given; empty for loopback
 * @param address the address to listen on
 */
record MetricsAddress(String host, InetSocketAddress address) {
    private static final String EXPECTED = "expected [HOST:]PORT, for example 9464 or 10.0.0.1:9464";
    private static final Pattern FORM =
            Pattern.compile("(?:(?<host>\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+):)?(?<port>\\d{1,5})");

    /** An IP address in a Host header. No browser sends one to a server of another name. */
    private static final Pattern LITERAL = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|\\[[0-9a-f:.]+]");

    private static final Pattern PORT = Pattern.compile(":\\d*$");

    /**
     * Takes the next argument as the address only if it has the form of one. Otherwise it may be the system to watch.
     */
    static final class Optionally implements IParameterPreprocessor {
        @Override
        @SuppressWarnings("JdkObsolete") // the interface has it
        public boolean preprocess(Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            return OptionalArgument.insert(args, info, FORM, "0");
        }
    }

    /** Converts an option. */
    static final class Converter implements ITypeConverter<MetricsAddress> {
        @Override
        public MetricsAddress convert(String text) {
            return parse(text);
        }
    }

    static MetricsAddress parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group("port")) > 65_535) {
            throw new TypeConversionException("\"" + text + "\", " + EXPECTED);
        }
        int port = Integer.parseInt(form.group("port"));
        var host = form.group("host");
        if (host == null) {
            return new MetricsAddress("", new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
        try {
            return new MetricsAddress(
                    host.toLowerCase(Locale.ROOT), new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            throw new TypeConversionException("\"" + text + "\": the host " + host + " is unknown, " + EXPECTED);
        }
    }

    /**
     * {@return whether a request with that Host header was meant for this server} A page of another site can make a
     * browser send a request here under that site's name, and would read the answer.
     */
    boolean accepts(String hostHeader) {
        var name = PORT.matcher(hostHeader.toLowerCase(Locale.ROOT)).replaceFirst("");
        return name.equals("localhost") || LITERAL.matcher(name).matches() || (!host.isEmpty() && name.equals(host));
    }
}
