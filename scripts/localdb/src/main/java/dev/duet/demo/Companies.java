package dev.duet.demo;

import dev.duet.localdb.LocalDatabases;
import dev.duet.localdb.LocalServer;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The CRM and the ERP: the same business in two databases, with other names and other types.
/// Immutable.
final class Companies {
    static final String CRM = "crm";
    static final String ERP = "erp";

    /// The password of Duet's users; of this demo only.
    private static final String DUET_PASSWORD = "only-for-this-demo";

    private static final String CRM_SCHEMA =
            """
            CREATE TABLE customer (
                customer_id uuid PRIMARY KEY,
                full_name   varchar(100) NOT NULL,
                vip         boolean NOT NULL,
                credit      numeric(12,2) NOT NULL,
                tags        text[],
                profile     jsonb,
                changed_at  timestamptz NOT NULL
            );
            CREATE TABLE product (
                sku    varchar(20) PRIMARY KEY,
                title  varchar(200) NOT NULL,
                price  numeric(10,2) NOT NULL,
                active boolean NOT NULL
            );
            CREATE TABLE sales_order (
                order_no    bigint PRIMARY KEY,
                customer_id uuid NOT NULL REFERENCES customer,
                placed_at   timestamptz NOT NULL,
                status      varchar(20) NOT NULL,
                total       numeric(12,2) NOT NULL
            );
            CREATE TABLE order_line (
                order_no bigint NOT NULL REFERENCES sales_order,
                line_no  integer NOT NULL,
                sku      varchar(20) NOT NULL REFERENCES product,
                quantity integer NOT NULL,
                PRIMARY KEY (order_no, line_no)
            )
            """;

    private static final String ERP_SCHEMA =
            """
            CREATE TABLE client (
                client_id   char(36) COLLATE utf8mb4_0900_bin PRIMARY KEY,
                client_name varchar(100) NOT NULL,
                is_vip      tinyint(1) NOT NULL,
                credit_line decimal(12,2) NOT NULL,
                labels      json,
                attributes  json,
                modified    datetime(6) NOT NULL
            );
            CREATE TABLE item (
                item_code   varchar(20) COLLATE utf8mb4_0900_bin PRIMARY KEY,
                description varchar(200) NOT NULL,
                list_price  decimal(10,2) NOT NULL,
                is_active   tinyint(1) NOT NULL
            );
            CREATE TABLE orders (
                order_id  bigint PRIMARY KEY,
                client_id char(36) COLLATE utf8mb4_0900_bin NOT NULL,
                ordered   datetime(6) NOT NULL,
                state     varchar(20) NOT NULL,
                amount    decimal(12,2) NOT NULL,
                FOREIGN KEY (client_id) REFERENCES client (client_id)
            );
            CREATE TABLE order_item (
                order_id  bigint NOT NULL,
                position  int NOT NULL,
                item_code varchar(20) COLLATE utf8mb4_0900_bin NOT NULL,
                qty       int NOT NULL,
                PRIMARY KEY (order_id, position),
                FOREIGN KEY (order_id) REFERENCES orders (order_id),
                FOREIGN KEY (item_code) REFERENCES item (item_code)
            )
            """;

    private static final String CONFIG =
            """
            # Written by scripts/demo. The two systems, and what is the same thing in both.
            systems:
              crm:
                type: postgres
                host: %s
                port: %d
                database: crm
                user: duet
                password: "${env:CRM_PASSWORD}"
                tls: disabled              # both stand on this machine
              erp:
                type: mysql
                host: %s
                port: %d
                database: erp
                user: duet
                password: "${env:ERP_PASSWORD}"
                tls: disabled
            entities:
              customer:
                tables: { crm: public.customer, erp: client }
                key:    { id: { crm: customer_id, erp: client_id } }
                fields:
                  name:    { crm: full_name, erp: client_name }
                  vip:     { crm: vip, erp: is_vip }
                  credit:  { crm: credit, erp: credit_line }
                  tags:    { crm: tags, erp: labels }
                  profile: { crm: profile, erp: attributes }
                  changed: { crm: changed_at, erp: modified }
              product:
                tables: { crm: public.product, erp: item }
                key:    { code: { crm: sku, erp: item_code } }
                fields:
                  title:  { crm: title, erp: description }
                  price:  { crm: price, erp: list_price }
                  active: { crm: active, erp: is_active }
              order:
                tables: { crm: public.sales_order, erp: orders }
                key:    { number: { crm: order_no, erp: order_id } }
                fields:
                  customer: { crm: customer_id, erp: client_id }
                  placed:   { crm: placed_at, erp: ordered }
                  status:   { crm: status, erp: state }
                  total:    { crm: total, erp: amount }
              order-line:
                tables: { crm: public.order_line, erp: order_item }
                key:
                  order: { crm: order_no, erp: order_id }
                  line:  { crm: line_no, erp: position }
                fields:
                  product:  { crm: sku, erp: item_code }
                  quantity: { crm: quantity, erp: qty }
            settings:
              heartbeat: 1s
            """;

    private final LocalDatabases databases;

    private Companies(LocalDatabases databases) {
        this.databases = databases;
    }

    /// Makes both databases with their tables.
    static Companies create(LocalDatabases databases) throws SQLException {
        databases.postgres().createDatabase(CRM);
        databases.mysql().createDatabase(ERP);
        var companies = new Companies(databases);
        try (Db crm = companies.crm();
                Db erp = companies.erp()) {
            crm.run(CRM_SCHEMA.split(";"));
            erp.run(ERP_SCHEMA.split(";"));
        }
        return companies;
    }

    /// A new session in the CRM, as its DBA.
    Db crm() throws SQLException {
        return new Db(CRM, databases.postgres().connect(CRM));
    }

    /// A new session in the ERP, as its DBA.
    Db erp() throws SQLException {
        return new Db(ERP, databases.mysql().connect(ERP));
    }

    LocalServer postgres() {
        return databases.postgres();
    }

    LocalServer mysql() {
        return databases.mysql();
    }

    /// The file `duet.yaml`.
    String config() {
        return CONFIG.formatted(
                postgres().host(), postgres().port(), mysql().host(), mysql().port());
    }

    /// What Duet's process finds in its environment.
    Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("CRM_PASSWORD", DUET_PASSWORD);
        variables.put("ERP_PASSWORD", DUET_PASSWORD);
        variables.put("DUET_ADMIN_PASSWORD_CRM", postgres().password());
        variables.put("DUET_ADMIN_PASSWORD_ERP", mysql().password());
        return variables;
    }

    /// The options that let `check` and `init` use a DBA's rights.
    String[] adminOptions() {
        return new String[] {
            "--admin", CRM + "=" + postgres().user(), "--admin", ERP + "=" + mysql().user()
        };
    }
}
