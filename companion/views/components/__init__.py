"""Small pieces, fed by arguments only. Screens use these and no Flet control that would be nameless."""
