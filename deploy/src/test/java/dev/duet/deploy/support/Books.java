package dev.duet.deploy.support;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What one side's clients have committed: what its rows must be. One thread.
///
/// Changes are made on a copy, which becomes the truth when its transaction has committed.
final class Books {
    final TreeMap<Long, Customer> customers = new TreeMap<>();
    final TreeMap<Long, Order> orders = new TreeMap<>();

    /// A customer's row beside its key.
    record Customer(String name, BigDecimal balance, long visits, String note, Long referredBy) {
        Customer withName(String other) {
            return new Customer(other, balance, visits, note, referredBy);
        }

        Customer withBalance(BigDecimal other) {
            return new Customer(name, other, visits, note, referredBy);
        }

        Customer visited() {
            return new Customer(name, balance, visits + 1, note, referredBy);
        }

        Customer withNote(String other) {
            return new Customer(name, balance, visits, other, referredBy);
        }
    }

    /// An order with its lines by number.
    record Order(long customer, String state, TreeMap<Integer, Line> lines) {
        Order withState(String other) {
            return new Order(customer, other, lines);
        }

        Order with(int number, Line line) {
            TreeMap<Integer, Line> more = new TreeMap<>(lines);
            more.put(number, line);
            return new Order(customer, state, more);
        }
    }

    record Line(String item, int quantity) {}

    Books copy() {
        Books copy = new Books();
        copy.customers.putAll(customers);
        copy.orders.putAll(orders);
        return copy;
    }

    /// Customers that nothing refers to: their keys may change, and they may go.
    List<Long> unreferenced() {
        Set<Long> referenced = new HashSet<>();
        orders.values().forEach(order -> referenced.add(order.customer()));
        customers.values().forEach(customer -> referenced.add(customer.referredBy()));
        return customers.keySet().stream().filter(id -> !referenced.contains(id)).toList();
    }

    /// The rows as [Shop.Kind] selects them.
    Map<Shop.Kind, List<String>> rows() {
        Map<Shop.Kind, List<String>> rows = new HashMap<>();
        List<String> customerRows = new ArrayList<>();
        customers.forEach(
                (id, row) ->
                        customerRows.add(
                                id
                                        + "|"
                                        + row.name()
                                        + "|"
                                        + row.balance().toPlainString()
                                        + "|"
                                        + row.visits()
                                        + "|"
                                        + row.note()
                                        + "|"
                                        + row.referredBy()));
        List<String> orderRows = new ArrayList<>();
        List<String> lineRows = new ArrayList<>();
        orders.forEach(
                (id, order) -> {
                    orderRows.add(id + "|" + order.customer() + "|" + order.state());
                    order.lines()
                            .forEach(
                                    (number, line) ->
                                            lineRows.add(
                                                    id
                                                            + "|"
                                                            + number
                                                            + "|"
                                                            + line.item()
                                                            + "|"
                                                            + line.quantity()));
                });
        rows.put(Shop.Kind.CUSTOMER, customerRows);
        rows.put(Shop.Kind.ORDER, orderRows);
        rows.put(Shop.Kind.LINE, lineRows);
        return rows;
    }
}
