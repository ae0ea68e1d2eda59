package dev.notification.testbed;

import java.nio.file.Path;
import java.util.List;

/** What the deployables of a site have in common. */
public interface Deployment {
    /** Of the site. */
    String name();

    /** Where logs go. */
    Path directory();

    /** What is started. */
    Program program();

    /** The application's arguments that lead it to the site's servers. */
    List<String> arguments();
}
