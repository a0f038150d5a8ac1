package io.raftelection.cli;

import io.raftelection.report.LivePage;
import io.raftelection.watch.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The options for a live page. Its token comes from a file or the environment, since others can read a command line.
 */
final class PageOption {
    private static final String TOKEN = "RAFT_ELECTION_PAGE_TOKEN";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--page",
            arity = "0..1",
            paramLabel = "PORT",
            preprocessor = OptionalPort.class,
            converter = PortConverter.class,
            description = "Show the timeline as a page that grows, at http://127.0.0.1:PORT. Default: no page; without"
                    + " PORT, a free port, which is printed.")
    private Optional<Integer> port = Optional.empty();

    @Option(
            names = "--page-address",
            paramLabel = "ADDRESS",
            description = "Let other machines open the page: listen on this address of this machine. It needs a token,"
                    + " and does not encrypt.")
    private Optional<String> address = Optional.empty();

    @Option(
            names = "--page-token-file",
            paramLabel = "FILE",
            description = "A file whose only line is the token that the page asks for; otherwise " + TOKEN
                    + " is used if it is set.")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--page-host",
            paramLabel = "NAME",
            description = "A name under which browsers open the page, besides localhost. May be given several times.")
    private List<String> hosts = List.of();

    /** Takes the next argument as the port only if it is a number. Otherwise it may be the system to watch. */
    static final class OptionalPort implements IParameterPreprocessor {
        private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");

        @Override
        @SuppressWarnings("JdkObsolete") // the interface has it
        public boolean preprocess(Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            return OptionalArgument.insert(args, info, NUMBER, "0");
        }
    }

    /** Converts a port. */
    static final class PortConverter implements ITypeConverter<Integer> {
        private static final int MAX = 65_535;

        @Override
        public Integer convert(String text) {
            if (OptionalPort.NUMBER.matcher(text).matches() && Integer.parseInt(text) <= MAX) {
                return Integer.valueOf(text);
            }
            throw new TypeConversionException("\"" + text + "\", expected a port, 0 to " + MAX);
        }
    }

    boolean isGiven() {
        return port.isPresent();
    }

    /** {@return the page, or one without effect if there is no --page} */
    OpenPage open(Screen screen) {
        try {
            if (port.isEmpty()) {
                checkUnused();
                return new OpenPage(Optional.empty());
            }
            var page = start(port.get());
            screen.line("page: " + page.address());
            return new OpenPage(Optional.of(page));
        } catch (IllegalArgumentException | IOException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private void checkUnused() {
        if (address.isPresent() || tokenFile.isPresent() || !hosts.isEmpty()) {
            throw new IllegalArgumentException("--page-address, --page-token-file and --page-host: need --page");
        }
    }

    private LivePage start(int number) throws IOException {
        var token = token();
        var builder = LivePage.builder();
        try {
            builder.port(number);
            if (token.isPresent()) {
                builder.token(token.get().reveal());
            }
            hosts.forEach(builder::host);
            if (address.isPresent()) {
                var secret = token.orElseThrow(() -> new IllegalArgumentException(
                        "address has no token, expected it in " + TOKEN + " or --page-token-file"));
                builder.address(InetAddress.getByName(address.get()), secret.reveal());
            }
            return builder.start();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--page: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException("--page: " + e.getMessage(), e);
        }
    }

    private Optional<Secret> token() {
        if (tokenFile.isEmpty()) {
            return Secret.ofEnvironment(TOKEN);
        }
        try {
            return Optional.of(Secret.ofFile(tokenFile.get()));
        } catch (IOException e) {
            throw new FileException(tokenFile.get(), e);
        }
    }
}
