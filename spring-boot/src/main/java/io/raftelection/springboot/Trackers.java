package io.raftelection.springboot;

import io.raftelection.Tracker;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;

/** The trackers of an application. */
final class Trackers {
    private final ListableBeanFactory beans;

    Trackers(ListableBeanFactory beans) {
        this.beans = beans;
    }

    /** {@return the trackers by the names of their beans} */
    Map<String, Tracker> all() {
        return beans.getBeansOfType(Tracker.class);
    }

    /**
     * {@return a tracker}
     *
     * @param name the name of its bean; empty for the only or primary one
     * @throws org.springframework.beans.BeansException if there is none, or more than one
     */
    Tracker get(String name) {
        return name.isEmpty() ? beans.getBean(Tracker.class) : beans.getBean(name, Tracker.class);
    }
}
