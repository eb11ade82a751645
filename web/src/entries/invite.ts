// The invite page. It alone has no base.js: no script that was written for all pages runs where contacts are.
import "../invite/one_link.js";
import "../invite/contacts_view.js";
