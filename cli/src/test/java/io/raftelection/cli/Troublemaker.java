package io.raftelection.cli;

import java.util.Arrays;

/** Runs the command beside a thread that misbehaves as an engine thread might. */
final class Troublemaker {
    private Troublemaker() {}

    /**
     * Starts the thread and then the command.
     *
     * @param args the action of the thread, then the command line
     */
    public static void main(String[] args) {
        Runnable trouble = switch (args[0]) {
            case "exit" -> () -> System.exit(1);
            case "error" ->
                () -> {
                    throw new StackOverflowError("too deep");
                };
            default -> throw new IllegalArgumentException(args[0]);
        };
        var thread = new Thread(trouble, "engine");
        var command = new Thread(() -> RaftElection.main(Arrays.copyOfRange(args, 1, args.length)), "main-of-command");
        command.start();
        while (Thread.getDefaultUncaughtExceptionHandler() == null) {
            Thread.onSpinWait();
        }
        thread.start();
    }
}
