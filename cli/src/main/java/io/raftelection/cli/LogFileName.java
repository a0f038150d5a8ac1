package io.raftelection.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The name of a log file and the server that it belongs to: {@code s1.log}, {@code s1.log.1} and {@code s1.log.2.gz} in
 * one folder are files of the server s1.
 *
 * @param folder the folder
 * @param server the name of the server
 */
record LogFileName(String folder, String server) {
    private static final Pattern ROTATED = Pattern.compile("(.+?)\\.(?:log|out|err|txt|json)(?:[.-].*)?");
    private static final Pattern NUMBERED = Pattern.compile("(.+?)(?:\\.\\d+)?(?:\\.gz)?");

    static LogFileName of(Path file) {
        var name = String.valueOf(file.getFileName());
        var rotated = ROTATED.matcher(name);
        var numbered = NUMBERED.matcher(name);
        var server = rotated.matches() ? rotated.group(1) : numbered.matches() ? numbered.group(1) : name;
        var folder = file.toAbsolutePath().normalize().getParent();
        return new LogFileName(folder == null ? "" : String.valueOf(folder.getFileName()), server);
    }

    /** {@return the name of the server together with that of the folder, for files of one name in several folders} */
    String qualified() {
        return folder.isEmpty() ? server : folder + "/" + server;
    }
}
