# The house: which folder of src/ may include which. A folder is a library and a namespace.
# tests/layers reads this list and every #include; height alone permits nothing.
set(TREFOIL_FOLDERS base vault measure items growth http markup course care ledger store codec practice web cli)

set(LAYER_base)
set(LAYER_vault base)
set(LAYER_measure base)
set(LAYER_items measure base)
set(LAYER_growth measure base)
set(LAYER_http base)
set(LAYER_markup base)
set(LAYER_course base)
set(LAYER_care course measure base)
set(LAYER_ledger vault base)
set(LAYER_store ledger vault base)
set(LAYER_codec care course growth items measure base)
set(LAYER_practice codec ledger care course measure vault base)
set(LAYER_web practice http markup codec care course growth items measure base)
set(LAYER_cli web store practice codec ledger care course growth items measure http vault base)
