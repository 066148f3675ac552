// The project is only compiled: what the pages show as fragments lies beside this file.
return 0;
