package dev.duet.deploy.support;

import java.util.List;

/// The two sides of the tests' little business: the same entities under each side's own names.
///
/// Each side's clients write keys of their own range, so that nothing is ever changed on both sides
/// at once.
public enum Shop {
    /// PostgreSQL; its clients own the keys below a billion.
    CRM(0, "customer", "customer_id", "full_name", "sales_order", "order_id", "order_line"),
    /// MySQL; its clients own the keys from a billion up.
    ERP(
            1_000_000_000,
            "client",
            "account_number",
            "client_name",
            "purchase",
            "purchase_id",
            "purchase_line");

    private final long firstKey;
    private final String customers;
    private final String customerId;
    private final String customerName;
    private final String orders;
    private final String orderId;
    private final String lines;

    Shop(
            long firstKey,
            String customers,
            String customerId,
            String customerName,
            String orders,
            String orderId,
            String lines) {
        this.firstKey = firstKey;
        this.customers = customers;
        this.customerId = customerId;
        this.customerName = customerName;
        this.orders = orders;
        this.orderId = orderId;
        this.lines = lines;
    }

    /// Where the keys begin that this side's clients may write.
    public long firstKey() {
        return firstKey;
    }

    public Shop peer() {
        return this == CRM ? ERP : CRM;
    }

    /// The name of the system in the configuration, and of its database.
    public String system() {
        return this == CRM ? "crm" : "erp";
    }

    /// Puts this side's names into SQL that is written with the entities' own: `{customer}`,
    /// `{customer.id}`, `{customer.name}`, `{order}`, `{order.id}`, `{line}`.
    public String sql(String text) {
        return text.replace("{customer}", customers)
                .replace("{customer.id}", customerId)
                .replace("{customer.name}", customerName)
                .replace("{order}", orders)
                .replace("{order.id}", orderId)
                .replace("{line}", lines);
    }

    /// The tables that are mapped, parents first.
    public List<String> tables() {
        return List.of(customers, orders, lines);
    }

    /// The tables; the ledger is not mapped, and settles what became of a commit without an answer.
    List<String> schema() {
        String text = this == CRM ? "text" : "varchar(2000)";
        return List.of(
                sql(
                        """
                        CREATE TABLE {customer} (
                            {customer.id} bigint PRIMARY KEY,
                            {customer.name} varchar(100) NOT NULL,
                            balance decimal(12,2) NOT NULL,
                            visits bigint NOT NULL,
                            note %s,
                            referred_by bigint REFERENCES {customer} ({customer.id}))
                        """
                                .formatted(text)),
                sql(
                        """
                        CREATE TABLE {order} (
                            {order.id} bigint PRIMARY KEY,
                            {customer.id} bigint NOT NULL REFERENCES {customer} ({customer.id}),
                            state varchar(20) NOT NULL)
                        """),
                sql(
                        """
                        CREATE TABLE {line} (
                            {order.id} bigint NOT NULL REFERENCES {order} ({order.id}),
                            line_no int NOT NULL,
                            item varchar(50) NOT NULL,
                            quantity int NOT NULL,
                            PRIMARY KEY ({order.id}, line_no))
                        """),
                "CREATE TABLE ledger (entry bigint PRIMARY KEY)");
    }

    /// Every mapped row of one kind as text, the same on both sides when they are in step.
    String allRows(Kind kind) {
        return sql(kind.select);
    }

    /// The mapped entities.
    enum Kind {
        CUSTOMER(
                "SELECT {customer.id}, {customer.name}, balance, visits, note, referred_by FROM"
                        + " {customer} ORDER BY 1"),
        ORDER("SELECT {order.id}, {customer.id}, state FROM {order} ORDER BY 1"),
        LINE("SELECT {order.id}, line_no, item, quantity FROM {line} ORDER BY 1, 2");

        private final String select;

        Kind(String select) {
            this.select = select;
        }
    }

    /// The entities part of the configuration.
    static final String ENTITIES =
            """
            entities:
              customer:
                tables: { crm: public.customer, erp: client }
                key: { id: { crm: customer_id, erp: account_number } }
                fields:
                  name: { crm: full_name, erp: client_name }
                  balance: balance
                  visits: visits
                  note: note
                  referrer: referred_by
              order:
                tables: { crm: public.sales_order, erp: purchase }
                key: { id: { crm: order_id, erp: purchase_id } }
                fields:
                  customer: { crm: customer_id, erp: account_number }
                  state: state
              line:
                tables: { crm: public.order_line, erp: purchase_line }
                key: { order: { crm: order_id, erp: purchase_id }, no: line_no }
                fields:
                  item: item
                  quantity: quantity
            """;
}
