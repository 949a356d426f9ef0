-- The books and the warehouse of the same company: MySQL. Its keys are AUTO_INCREMENT, its amounts are cents, its times are
-- Auckland's, and what the shop has in one table it has in several.
CREATE TABLE country (
    id  int AUTO_INCREMENT PRIMARY KEY,
    iso char(2) NOT NULL UNIQUE
) AUTO_INCREMENT = 64;
INSERT INTO country (iso) VALUES ('NZ'), ('DE'), ('AU');

CREATE TABLE client (
    no           bigint unsigned AUTO_INCREMENT PRIMARY KEY,
    first_name   varchar(40) NOT NULL,
    last_name    varchar(40) NOT NULL,
    state        char(1) NOT NULL DEFAULT 'A',
    branch       char(2) NOT NULL,
    owed_cents   bigint NOT NULL DEFAULT 0,
    visits       int NOT NULL DEFAULT 0,
    since        datetime NOT NULL,
    changed_at   timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6),
    credit_grade char(1) NOT NULL DEFAULT 'C',
    display_name varchar(100)
) AUTO_INCREMENT = 70000;

CREATE TABLE client_contact (
    client bigint unsigned PRIMARY KEY,
    mail   varchar(120) UNIQUE,
    tel    varchar(40),
    FOREIGN KEY (client) REFERENCES client (no) ON DELETE CASCADE
);

CREATE TABLE client_address (
    no      int AUTO_INCREMENT PRIMARY KEY,
    client  bigint unsigned NOT NULL,
    type    char(1) NOT NULL,
    line1   varchar(100) NOT NULL,
    town    varchar(60) NOT NULL,
    country int,
    gone    tinyint NOT NULL DEFAULT 0,
    FOREIGN KEY (client) REFERENCES client (no),
    FOREIGN KEY (country) REFERENCES country (id)
);

CREATE TABLE prod_group (
    code  varchar(10) PRIMARY KEY,
    descr varchar(60) NOT NULL,
    above varchar(10),
    FOREIGN KEY (above) REFERENCES prod_group (code)
);

CREATE TABLE item (
    code         varchar(20) PRIMARY KEY,
    name         varchar(40) NOT NULL,
    grp          varchar(10) NOT NULL,
    price_cents  int NOT NULL,
    grams        int,
    on_hand      int NOT NULL DEFAULT 0,
    grade        int NOT NULL DEFAULT 5,
    long_text    text,
    shelf        varchar(10),
    FOREIGN KEY (grp) REFERENCES prod_group (code)
);

CREATE TABLE sales_order (
    no          int AUTO_INCREMENT PRIMARY KEY,
    client      bigint unsigned NOT NULL,
    ordered     datetime NOT NULL,
    state       char(1) NOT NULL DEFAULT 'N',
    total_cents bigint NOT NULL DEFAULT 0,
    note        varchar(1000) NOT NULL DEFAULT '',
    ledger      varchar(10),
    FOREIGN KEY (client) REFERENCES client (no)
) AUTO_INCREMENT = 1000000;

CREATE TABLE sales_order_row (
    sales_order int NOT NULL,
    pos         int NOT NULL,
    item        varchar(20) NOT NULL,
    pieces      int NOT NULL,
    price_cents int NOT NULL,
    PRIMARY KEY (sales_order, pos),
    FOREIGN KEY (sales_order) REFERENCES sales_order (no),
    FOREIGN KEY (item) REFERENCES item (code)
);

CREATE TABLE receipt (
    id          char(36) PRIMARY KEY,
    sales_order int NOT NULL,
    cents       int NOT NULL,
    at          datetime NOT NULL,
    kind        char(1) NOT NULL,
    FOREIGN KEY (sales_order) REFERENCES sales_order (no)
);

CREATE TABLE consignment (
    no          int AUTO_INCREMENT PRIMARY KEY,
    sales_order int NOT NULL,
    haulier     varchar(20) NOT NULL,
    label       varchar(40),
    left_on     date,
    FOREIGN KEY (sales_order) REFERENCES sales_order (no)
);

CREATE TABLE bonus (
    client  bigint unsigned PRIMARY KEY,
    sent_by bigint unsigned,
    points  int NOT NULL DEFAULT 0,
    FOREIGN KEY (client) REFERENCES client (no),
    FOREIGN KEY (sent_by) REFERENCES client (no)
);

CREATE TABLE notice (
    code     varchar(10) PRIMARY KEY,
    headline varchar(100) NOT NULL,
    audience varchar(10) NOT NULL,
    item     varchar(20)
);
