package dev.notification.store;

class ArrivalsContractTests extends ArrivalsContract {
    private final InMemoryArrivals arrivals = new InMemoryArrivals();

    @Override
    Arrivals node() {
        return arrivals;
    }
}
